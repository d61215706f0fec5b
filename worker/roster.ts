/**
 * Which contracts run: the front contract of every active instrument, and older ones that still carry open signals or
 * trades (methodology 10.4). Seeds a new database. Knows neither the feed nor the engine.
 */

import { pool } from "@/lib/db/client";
import {
  ensureContract,
  ensureFront,
  type FrontRow,
  type InstrumentRow,
  loadContracts,
  loadFronts,
  loadInstruments,
  loadPinnedContracts,
  type NewContract,
  readDailyVolumes,
  type SeedInstrument,
  seedInstruments,
} from "@/lib/db/contracts";
import { lastTradeDate, PRODUCTS, type Product, vendorTicker } from "@/lib/market/contract";
import { frontContract, nextMonth } from "@/lib/market/roll";
import { withVolumes } from "@/lib/market/roll-rule";
import { frontUntil, isExpired, listedRoot, reminderMs } from "@/lib/market/roll-schedule";
import { newYorkDate } from "@/lib/market/session";
import { normaliseSymbol } from "@/lib/market/symbol";
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

/** Volumes older than this decide no roll any more. */
const volumeSpanMs = 30 * 24 * 60 * 60_000;

/** Reads, and where rows are missing makes, the roster of an instant. */
export async function loadRoster(mode: FeedMode, now: EpochMs): Promise<Roster> {
  let every = await loadInstruments();
  if (every.length === 0) {
    await seedInstruments(defaultInstruments());
    every = await loadInstruments();
  }
  const instruments = every.filter(({ active }) => active);
  const roots = instruments.map((instrument) => instrument.root);
  let fronts = await loadFronts(roots);
  const present = frontsAt(fronts, now, mode);
  // The rules know the listed products; any other root gets its contracts from a person.
  const missing = instruments.filter(({ root }) => isListed(root) && !present.has(root));
  for (const instrument of missing) await rollByRule(instrument, fronts, now);
  fronts = missing.length === 0 ? fronts : await loadFronts(roots);
  // Of all: a trade stays on its contract also when an admin takes the instrument's tape away.
  const byRoot = new Map(every.map((instrument) => [instrument.root, instrument]));
  const contracts = new Map<number, Contract>();
  for (const front of frontsAt(fronts, now, mode).values()) contracts.set(front.contract.id, front.contract);
  if (mode !== "replay") {
    for (const contract of await comingContracts(fronts, now)) contracts.set(contract.id, contract);
  }
  for (const contract of await loadPinnedContracts(mode)) contracts.set(contract.id, contract);
  const withInstrument = (contract: Contract): RosterEntry[] => {
    const instrument = byRoot.get(contract.root);
    return instrument === undefined ? [] : [{ contract, instrument }];
  };
  const known = (await loadContracts()).flatMap(withInstrument);
  return { entries: [...contracts.values()].flatMap(withInstrument), known, fronts };
}

/** The rule's contract comes in front where a root has none; a missing span behind it is closed, never an earlier row changed. */
async function rollByRule(instrument: InstrumentRow, fronts: readonly FrontRow[], now: EpochMs): Promise<void> {
  const { root, rollRule } = instrument;
  const volumes = rollRule.kind === "volume" ? await readDailyVolumes(root, now - volumeSpanMs) : [];
  const before = fronts.filter((front) => front.root === root && front.validFrom <= now).at(-1);
  const later = fronts.find((front) => front.root === root && front.validFrom > now);
  const from = Math.min(now, before?.validTo ?? now);
  const dated = frontContract(root, now, withVolumes(rollRule, volumes));
  const until = frontUntil(dated.lastTradeDate, dated.rollAt, from);
  await ensureFront(dated, from, Math.min(until, later?.validFrom ?? until), now);
}

/**
 * The contracts that come in front soon: recorded beside the front ones, so that their candles are there at the roll and
 * the distance between the two can be measured.
 */
async function comingContracts(fronts: readonly FrontRow[], now: EpochMs): Promise<Contract[]> {
  const coming: Contract[] = [];
  for (const front of frontsAt(fronts, now, "live").values()) {
    const { root, validTo, contract } = front;
    if (validTo === null || validTo - now > reminderMs) continue;
    const scheduled = fronts.find((row) => row.root === root && row.validFrom === validTo);
    if (scheduled !== undefined) coming.push(scheduled.contract);
    else if (isListed(root)) coming.push(await ensureContract(pool(), nextOf(root, contract.month)));
  }
  return coming.filter((contract) => !isExpired(contract.lastTradeDate, now));
}

function nextOf(root: string, month: string): NewContract {
  const listed = listedRoot(root);
  const next = nextMonth(listed, month);
  return {
    root,
    month: next,
    ticker: vendorTicker(root, next),
    lastTradeDate: lastTradeDate(listed.expiry, next),
  };
}

/**
 * The contract an alert of a root belongs to: the front one when it was received; where the book has a gap the one before
 * it, before the book begins the first. Null when the root has none.
 */
export function contractFor(roster: Roster, root: string, receivedAt: EpochMs, mode: FeedMode): Contract | null {
  const front = frontsAt(roster.fronts, receivedAt, mode).get(root);
  if (front !== undefined) return front.contract;
  const rows = roster.fronts.filter((row) => row.root === root);
  return (rows.filter((row) => row.validFrom <= receivedAt).at(-1) ?? rows[0])?.contract ?? null;
}

/**
 * The dated contract a symbol names: undefined when it names none, null when no such contract is recorded.
 * A dated micro contract follows the same month of the root it is routed to.
 */
export function contractOfSymbol(
  roster: Roster,
  root: string,
  text: string | null,
  at: EpochMs,
): Contract | null | undefined {
  if (text === null) return undefined;
  const symbol = normaliseSymbol(text, { refDate: newYorkDate(at), roots: [...PRODUCTS, listedRoot(root)] });
  if (!symbol.ok || symbol.kind !== "dated") return undefined;
  const named = roster.known.find(({ contract }) => contract.root === root && contract.month === symbol.month);
  return named?.contract ?? null;
}

/** The next instant after `now` at which a root means another contract, null when none is known. */
export function nextChange(roster: Roster, now: EpochMs): EpochMs | null {
  const instants = roster.fronts.flatMap((front) => [front.validFrom, front.validTo ?? 0]).filter((at) => at > now);
  return instants.length === 0 ? null : Math.min(...instants);
}
