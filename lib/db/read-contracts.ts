/**
 * Contracts for the pages and the JSON routes: which ones are in front, and which one a symbol means.
 * Reads only; knows nothing of requests.
 */
import { pool } from "@/lib/db/client";
import { MONTH_LETTERS, PRODUCTS } from "@/lib/market/contract";
import { newYorkDate } from "@/lib/market/session";
import { normaliseSymbol } from "@/lib/market/symbol";
import type { EpochMs, TradeDate } from "@/lib/market/types";

/** A dated contract with what is needed to show its numbers. */
export interface ContractRow {
  readonly id: number;
  readonly root: string;
  readonly ticker: string;
  readonly month: string;
  readonly name: string;
  /** Decimal text without padding, e.g. `0.25`. */
  readonly tickSize: string;
  readonly pointValue: string;
  readonly lastTradeDate: TradeDate;
}

export type ResolvedSymbol =
  | { readonly ok: true; readonly contract: ContractRow }
  /** `unreadable`: not a symbol at all; `unknown`: a symbol nobody records here. */
  | { readonly ok: false; readonly kind: "unreadable" | "unknown"; readonly message: string };

const contractColumns = `contracts.id, contracts.root, contracts.ticker, contracts.month, instruments.name,
  trim_scale(instruments.tick_size)::text AS tick_size, trim_scale(instruments.point_value)::text AS point_value,
  contracts.last_trade_date`;

interface SqlRow {
  readonly id: number;
  readonly root: string;
  readonly ticker: string;
  readonly month: string;
  readonly name: string;
  readonly tick_size: string;
  readonly point_value: string;
  readonly last_trade_date: string;
}

function contractOf(row: SqlRow): ContractRow {
  const { id, root, ticker, month, name } = row;
  return {
    id,
    root,
    ticker,
    month,
    name,
    tickSize: row.tick_size,
    pointValue: row.point_value,
    lastTradeDate: row.last_trade_date,
  };
}

/** Front contracts at an instant, in order of their root. */
export async function readFrontContracts(at: EpochMs): Promise<readonly ContractRow[]> {
  const { rows } = await pool().query<SqlRow>(
    `SELECT ${contractColumns} FROM front_contracts
      JOIN contracts ON contracts.id = front_contracts.contract_id
      JOIN instruments ON instruments.root = contracts.root
      WHERE instruments.active AND valid_from <= to_timestamp($1::double precision / 1000)
        AND (valid_to IS NULL OR valid_to > to_timestamp($1::double precision / 1000))
      ORDER BY contracts.root`,
    [at],
  );
  return rows.map(contractOf);
}

async function readRoots(): Promise<readonly string[]> {
  const { rows } = await pool().query<{ root: string }>("SELECT root FROM instruments");
  return rows.map((row) => row.root);
}

async function readDated(root: string, month: string): Promise<ContractRow | null> {
  const { rows } = await pool().query<SqlRow>(
    `SELECT ${contractColumns} FROM contracts JOIN instruments ON instruments.root = contracts.root
      WHERE contracts.root = $1 AND contracts.month = $2`,
    [root, month],
  );
  return rows[0] === undefined ? null : contractOf(rows[0]);
}

/** The `rank`-th contract of a root counted from the one in front at `at`. */
async function readRanked(root: string, rank: number, at: EpochMs): Promise<ContractRow | null> {
  const front = (await readFrontContracts(at)).find((contract) => contract.root === root);
  if (front === undefined || rank === 1) return front ?? null;
  const { rows } = await pool().query<SqlRow>(
    `SELECT ${contractColumns} FROM contracts JOIN instruments ON instruments.root = contracts.root
      WHERE contracts.root = $1 AND contracts.month > $2 ORDER BY contracts.month OFFSET $3 LIMIT 1`,
    [root, front.month, rank - 2],
  );
  return rows[0] === undefined ? null : contractOf(rows[0]);
}

/**
 * The recorded contract a symbol means at an instant, in any spelling of massive-futures-api 5.2.
 * Roots beyond the built-in products are those of the instruments table, with every month listed.
 */
export async function resolveSymbol(text: string, at: EpochMs): Promise<ResolvedSymbol> {
  const known = new Set(PRODUCTS.map((product) => product.root));
  const added = (await readRoots())
    .filter((root) => !known.has(root))
    .map((root) => ({ root, months: MONTH_LETTERS, expiry: "month-end" as const }));
  const symbol = normaliseSymbol(text, { refDate: newYorkDate(at), roots: [...PRODUCTS, ...added] });
  if (!symbol.ok) return { ok: false, kind: "unreadable", message: symbol.message };
  const contract =
    symbol.kind === "dated"
      ? await readDated(symbol.root, symbol.month)
      : await readRanked(symbol.root, symbol.rank, at);
  if (contract !== null) return { ok: true, contract };
  const meant = symbol.kind === "dated" ? `${symbol.root} of ${symbol.month}` : `${symbol.root} number ${symbol.rank}`;
  return { ok: false, kind: "unknown", message: `symbol ${text}: no contract of ${meant} is recorded here` };
}
