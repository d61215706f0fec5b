/**
 * Instruments, dated contracts and which contract is the front one when. Seeds what is missing, never changes what a
 * person has set. Knows no roll rule: contracts come dated as arguments.
 */
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { epochMs, instant } from "@/lib/db/columns";
import { hoursColumns, hoursJoin, storedHours } from "@/lib/db/market-hours";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import type { Product } from "@/lib/market/contract";
import type { MarketHours } from "@/lib/market/hours";
import type { DailyVolume } from "@/lib/market/roll";
import { readRollRule, type StoredRollRule } from "@/lib/market/roll-rule";
import type { Contract, EpochMs, Instrument, TickSource } from "@/lib/market/types";

/** Channel on which the database says that a mapping, a contract or an instrument has changed. */
export const CONTRACTS_CHANNEL = "contracts_changed";

/** An instrument row without a contract. */
export interface InstrumentRow extends Omit<Instrument, "ticker"> {
  readonly name: string;
  /** Has a tape of its own: only then alerts come to it and its front contract runs. */
  readonly active: boolean;
  readonly profile: "spec" | "indicator";
  /** Overrides of the methodology's configuration table (camelCase keys). */
  readonly config: Readonly<Record<string, unknown>>;
  /** Default rule of its rolls. */
  readonly rollRule: StoredRollRule;
  /** Its template and, above it, the days of the vendor's schedule. */
  readonly hours: MarketHours;
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

/** Every instrument by root, those without a tape of their own included: trades may still be open on one. */
export async function loadInstruments(): Promise<InstrumentRow[]> {
  // trim_scale: the column has more decimals than the text an instrument is defined with ("0.250000" for "0.25").
  const { rows } = await pool().query<{
    root: string;
    name: string;
    active: boolean;
    tick_size: string;
    point_value: string;
    tradingview: string[];
    profile: "spec" | "indicator";
    config: Record<string, unknown>;
    roll_rule: unknown;
    template: unknown;
    days: unknown;
  }>(
    `SELECT root, instruments.name, active, trim_scale(tick_size)::text AS tick_size,
        trim_scale(point_value)::text AS point_value, tradingview, profile, config, roll_rule, ${hoursColumns}
      FROM instruments ${hoursJoin} ORDER BY root`,
  );
  return rows.map(({ tick_size, point_value, roll_rule, template, days, ...row }) => ({
    ...row,
    hours: storedHours(template, days),
    tickSize: tick_size,
    pointValue: point_value,
    rollRule: readRollRule(roll_rule),
  }));
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

/** A contract of a listed month before it is stored. */
export interface NewContract {
  readonly root: string;
  readonly ticker: string;
  readonly month: string;
  /** By the rule; the vendor's word and an override come later. */
  readonly lastTradeDate: string;
}

/** The stored contract of a month; made when it is not there. */
export async function ensureContract(connection: Pick<Connection, "query">, dated: NewContract): Promise<Contract> {
  const find = async (): Promise<Contract | undefined> => {
    const { rows } = await connection.query<ContractColumns>(
      `SELECT ${contractColumns} FROM contracts WHERE root = $1 AND month = $2`,
      [dated.root, dated.month],
    );
    return rows.map(contractOf)[0];
  };
  const stored = await find();
  if (stored !== undefined) return stored;
  await connection.query(
    `INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ($1, $2, $3, $4::date) ON CONFLICT DO NOTHING`,
    [dated.root, dated.ticker, dated.month, dated.lastTradeDate],
  );
  const made = await find();
  if (made === undefined) throw new Error(`contract ${dated.ticker}: expected the row just made, found none`);
  return made;
}

/**
 * Makes a dated contract the front one of its root from `from` to `until`, unless the root has a row that covers `from`
 * already (a person's choice, or another start of the worker). Kept in the book of rolls as the rule's doing.
 */
export async function ensureFront(dated: NewContract, from: EpochMs, until: EpochMs, now: EpochMs): Promise<void> {
  await inTransaction(async (connection) => {
    await connection.query("SELECT 1 FROM instruments WHERE root = $1 FOR UPDATE", [dated.root]);
    const contract = await ensureContract(connection, dated);
    const { rows } = await connection.query<{ id: number }>(
      `INSERT INTO front_contracts (root, contract_id, valid_from, valid_to)
        SELECT $1, $2, ${instant("$3")}, ${instant("$4")} WHERE NOT EXISTS (
          SELECT 1 FROM front_contracts AS front WHERE front.root = $1
            AND (front.valid_to IS NULL OR front.valid_to > ${instant("$3")}) AND front.valid_from < ${instant("$4")})
        RETURNING id`,
      [dated.root, contract.id, from, until],
    );
    const frontId = rows[0]?.id;
    if (frontId === undefined) return;
    await connection.query(
      `INSERT INTO rolls (root, from_contract_id, to_contract_id, at, kind, created_at, created_by, front_id)
        VALUES ($1, (SELECT contract_id FROM front_contracts WHERE root = $1 AND id <> $4
          ORDER BY valid_from DESC LIMIT 1), $2, ${instant("$3")}, 'rule', ${instant("$5")}, 'system', $4)`,
      [dated.root, contract.id, from, frontId, now],
    );
    const after = { contract: dated.ticker, at: new Date(from).toISOString(), until: new Date(until).toISOString() };
    await audit(connection, { actor: "system", action: "roll.by_rule", target: `instrument:${dated.root}`, after });
  });
}

/** Contracts traded per month and trade date of a root since an instant, from the recorded candles. */
export async function readDailyVolumes(root: string, since: EpochMs): Promise<DailyVolume[]> {
  const { rows } = await pool().query<{ month: string; date: string; volume: string }>(
    `SELECT contracts.month, ((open_at AT TIME ZONE 'America/New_York') + interval '6 hours')::date AS date,
        sum(volume)::text AS volume
      FROM candles JOIN contracts ON contracts.id = candles.contract_id
      WHERE contracts.root = $1 AND open_at >= ${instant("$2")} GROUP BY 1, 2 ORDER BY 2, 1`,
    [root, since],
  );
  return rows.map((row) => ({ ...row, volume: Number(row.volume) }));
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
