/**
 * Instruments, dated contracts and which contract is the front one when. Seeds what is missing, never changes what a
 * person has set. Knows no roll rule: contracts come dated as arguments.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import type { Product } from "@/lib/market/contract";
import type { DatedContract } from "@/lib/market/roll";
import type { Contract, EpochMs, Instrument, TickSource } from "@/lib/market/types";

/** An instrument row without a contract. */
export interface InstrumentRow extends Omit<Instrument, "ticker"> {
  readonly name: string;
  readonly profile: "spec" | "indicator";
  /** Overrides of the methodology's configuration table (camelCase keys). */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Which contract a root means from `validFrom` on. */
export interface FrontRow {
  readonly root: string;
  readonly contract: Contract;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs | null;
}

/** A product to seed and the TradingView spellings that route to it. */
export interface SeedInstrument {
  readonly product: Product;
  readonly tradingview: readonly string[];
  /** Inactive instruments are known and listed, but have no tape of their own. */
  readonly active: boolean;
}

/** Inserts instruments that are not there yet; existing rows stay as they are. */
export async function seedInstruments(seeds: readonly SeedInstrument[]): Promise<void> {
  for (const { product, tradingview, active } of seeds) {
    await pool().query(
      `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, active)
        VALUES ($1, $2, $3, $4::numeric, $5::numeric, $6, $7) ON CONFLICT (root) DO NOTHING`,
      [product.root, product.name, product.venue, product.tickSize, product.pointValue, tradingview, active],
    );
  }
}

/** The active instruments by root. */
export async function loadInstruments(): Promise<InstrumentRow[]> {
  // trim_scale: the column has more decimals than the text an instrument is defined with ("0.250000" for "0.25").
  const { rows } = await pool().query<{
    root: string;
    name: string;
    tick_size: string;
    point_value: string;
    tradingview: string[];
    profile: "spec" | "indicator";
    config: Record<string, unknown>;
  }>(
    `SELECT root, name, trim_scale(tick_size)::text AS tick_size, trim_scale(point_value)::text AS point_value, tradingview,
        profile, config FROM instruments WHERE active ORDER BY root`,
  );
  return rows.map(({ tick_size, point_value, ...row }) => ({ ...row, tickSize: tick_size, pointValue: point_value }));
}

const contractColumns = "contracts.id, contracts.root, contracts.ticker, contracts.month, contracts.last_trade_date";

interface ContractColumns {
  id: number;
  root: string;
  ticker: string;
  month: string;
  last_trade_date: string;
}

function contractOf({ last_trade_date, id, root, ticker, month }: ContractColumns): Contract {
  return { id, root, ticker, month, lastTradeDate: last_trade_date };
}

/** The front rows of the given roots, oldest first. */
export async function loadFronts(roots: readonly string[]): Promise<FrontRow[]> {
  const { rows } = await pool().query<ContractColumns & { valid_from: string; valid_to: string | null }>(
    `SELECT ${contractColumns}, ${epochMs("valid_from")} AS valid_from, ${epochMs("valid_to")} AS valid_to
      FROM front_contracts JOIN contracts ON contracts.id = front_contracts.contract_id
      WHERE front_contracts.root = ANY($1) ORDER BY valid_from`,
    [roots],
  );
  return rows.map((row) => ({
    root: row.root,
    contract: contractOf(row),
    validFrom: Number(row.valid_from),
    validTo: row.valid_to === null ? null : Number(row.valid_to),
  }));
}

/**
 * Makes a dated contract the front one of its root from `from` to its roll instant, unless the root has a row that
 * covers `from` already (a person's choice, or another start of the worker).
 */
export async function ensureFront(dated: DatedContract, from: EpochMs): Promise<void> {
  await pool().query(
    `INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ($1, $2, $3, $4::date) ON CONFLICT DO NOTHING`,
    [dated.root, dated.ticker, dated.month, dated.lastTradeDate],
  );
  await pool().query(
    `INSERT INTO front_contracts (root, contract_id, valid_from, valid_to)
      SELECT root, id, ${instant("$3")}, ${instant("$4")} FROM contracts
      WHERE root = $1 AND month = $2 AND NOT EXISTS (
        SELECT 1 FROM front_contracts AS front WHERE front.root = $1
          AND (front.valid_to IS NULL OR front.valid_to > ${instant("$3")}) AND front.valid_from < ${instant("$4")})`,
    [dated.root, dated.month, from, dated.rollAt],
  );
}

/** Contracts that still carry signals or trades of a kind of feed which can change, whatever is the front one now. */
export async function loadPinnedContracts(source: TickSource): Promise<Contract[]> {
  const { rows } = await pool().query<ContractColumns>(
    `SELECT ${contractColumns} FROM contracts WHERE EXISTS (
        SELECT 1 FROM signals WHERE signals.contract_id = contracts.id AND signals.source = $1
          AND signals.status IN ('PENDING', 'CONFIRMED', 'ACTIVE'))
      ORDER BY contracts.id`,
    [source],
  );
  return rows.map(contractOf);
}

/** Every contract there ever was. Few: four a year and instrument. */
export async function loadContracts(): Promise<Contract[]> {
  const { rows } = await pool().query<ContractColumns>(`SELECT ${contractColumns} FROM contracts ORDER BY id`);
  return rows.map(contractOf);
}
