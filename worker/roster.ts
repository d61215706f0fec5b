/**
 * Which contracts run: the front contract of every active instrument, and older ones that still carry open signals or
 * trades (methodology 10.4). Seeds a new database. Knows neither the feed nor the engine.
 */
import {
  ensureFront,
  type FrontRow,
  type InstrumentRow,
  loadContracts,
  loadFronts,
  loadInstruments,
  loadPinnedContracts,
  type SeedInstrument,
  seedInstruments,
} from "@/lib/db/contracts";
import { PRODUCTS, type Product } from "@/lib/market/contract";
import { frontContract } from "@/lib/market/roll";
import type { Contract, EpochMs } from "@/lib/market/types";
import type { FeedMode } from "@/worker/feed-state";

/** A contract that is to run. */
export interface RosterEntry {
  readonly contract: Contract;
  readonly instrument: InstrumentRow;
}

/** The contracts that are to run at one instant, and what roots mean. */
export interface Roster {
  readonly entries: readonly RosterEntry[];
  /** Every contract there ever was, with its instrument: stored rows may belong to any of them. */
  readonly known: readonly RosterEntry[];
  readonly fronts: readonly FrontRow[];
}

/** TradingView spellings that route to a full-size product: its own and those of its micro contract. */
function spellings(product: Product): string[] {
  const micros = PRODUCTS.filter((candidate) => candidate.parent === product.root);
  return [product, ...micros].flatMap(({ root, prefix }) => {
    // The charts people use say either the group (CME_MINI) or the exchange (CME).
    const exchange = prefix.replace(/_MINI$/, "");
    return [`${root}1!`, `${prefix}:${root}1!`, `${exchange}:${root}1!`, root];
  });
}

/** The desk of a new database: full-size products run, micros are known and follow their parent's tape. */
export function defaultInstruments(): SeedInstrument[] {
  return PRODUCTS.map((product) => {
    const active = product.parent === null;
    return { product, active, tradingview: active ? spellings(product) : [] };
  });
}

function isListed(root: string): boolean {
  return PRODUCTS.some((product) => product.root === root);
}

/** The front contract of each root at an instant; in a replay the newest one, whatever the date. */
function frontsAt(fronts: readonly FrontRow[], at: EpochMs, mode: FeedMode): Map<string, FrontRow> {
  const found = new Map<string, FrontRow>();
  for (const front of fronts) {
    const valid = front.validFrom <= at && (front.validTo === null || at < front.validTo);
    if (valid || mode === "replay") found.set(front.root, front);
  }
  return found;
}

/** Reads, and where rows are missing makes, the roster of an instant. */
export async function loadRoster(mode: FeedMode, now: EpochMs): Promise<Roster> {
  let instruments = await loadInstruments();
  if (instruments.length === 0) {
    await seedInstruments(defaultInstruments());
    instruments = await loadInstruments();
  }
  const roots = instruments.map((instrument) => instrument.root);
  let fronts = await loadFronts(roots);
  const present = frontsAt(fronts, now, mode);
  // The rules know the listed products; any other root gets its contracts from a person.
  for (const root of roots.filter((candidate) => isListed(candidate) && !present.has(candidate))) {
    const before = fronts.filter((front) => front.root === root).at(-1);
    await ensureFront(frontContract(root, now), Math.min(now, before?.validTo ?? now));
  }
  fronts = await loadFronts(roots);
  const byRoot = new Map(instruments.map((instrument) => [instrument.root, instrument]));
  const contracts = new Map<number, Contract>();
  for (const front of frontsAt(fronts, now, mode).values()) contracts.set(front.contract.id, front.contract);
  for (const contract of await loadPinnedContracts(mode)) contracts.set(contract.id, contract);
  const withInstrument = (contract: Contract): RosterEntry[] => {
    const instrument = byRoot.get(contract.root);
    return instrument === undefined ? [] : [{ contract, instrument }];
  };
  const known = (await loadContracts()).flatMap(withInstrument);
  return { entries: [...contracts.values()].flatMap(withInstrument), known, fronts };
}

/** The contract an alert of a root belongs to: the front one when it was received. Null when there is none. */
export function contractFor(roster: Roster, root: string, receivedAt: EpochMs, mode: FeedMode): Contract | null {
  return frontsAt(roster.fronts, receivedAt, mode).get(root)?.contract ?? null;
}
