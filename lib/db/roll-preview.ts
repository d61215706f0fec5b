/**
 * The dry run: everything a roll would change, read and not written. Subscriptions, spellings, signals that wait, trades
 * that stay on the old contract, and the measured distance between the two. Knows no page.
 */
import { pool } from "@/lib/db/client";
import { epochMs } from "@/lib/db/columns";
import { planRoll, type Refusal, type RollPlan, type RollRequest } from "@/lib/db/rolls";
import { finalInstant } from "@/lib/market/roll-schedule";
import type { EpochMs } from "@/lib/market/types";

/** Vendor channels of a contract (massive-futures-api 2). */
const channels = ["T", "Q", "A", "AM"] as const;
/** Furthest two trades lie apart whose prices are compared, ms. */
const spreadSpanMs = 60_000;

/** A signal that lives on the contract that leaves the front. */
export interface PinnedSignal {
  readonly id: string;
  readonly direction: string;
  readonly status: string;
  readonly entryPrice: string | null;
}

/** Distance between two contracts: price of the new one less price of the old one, of trades close to each other. */
export type Spread =
  | { readonly known: true; readonly points: string; readonly from: string; readonly to: string; readonly at: EpochMs }
  | { readonly known: false; readonly reason: string };

/** What a roll would do. */
export interface RollPreview {
  readonly ok: true;
  readonly plan: RollPlan;
  readonly subscribe: readonly string[];
  /** Let go when the roll has taken effect and nothing lives on the old contract any more. */
  readonly unsubscribe: readonly string[];
  /** Spellings that mean the new contract from then on. */
  readonly aliases: readonly string[];
  readonly pending: readonly PinnedSignal[];
  readonly open: readonly PinnedSignal[];
  /** The end of the old contract: the latest instant anything keeps it subscribed. */
  readonly pinnedUntil: EpochMs | null;
  readonly spread: Spread;
}

/** Says what a roll would do, or why it is refused. */
export async function previewRoll(request: RollRequest): Promise<RollPreview | Refusal> {
  const plan = await planRoll(pool(), request);
  if (!plan.ok) return plan;
  const { from, to, root } = plan;
  const [aliases, signals, spread] = await Promise.all([
    readAliases(root),
    from === null ? [] : readPinned(from.contractId),
    from === null
      ? { known: false as const, reason: "There is no contract in front to compare with." }
      : readSpread(from.contractId, to.id, to.ticker),
  ]);
  const pending = signals.filter((signal) => signal.status !== "ACTIVE");
  const open = signals.filter((signal) => signal.status === "ACTIVE");
  return {
    ok: true,
    plan,
    subscribe: channels.map((channel) => `${channel}.${to.ticker}`),
    unsubscribe: from === null ? [] : channels.map((channel) => `${channel}.${from.ticker}`),
    aliases,
    pending,
    open,
    pinnedUntil: from === null || signals.length === 0 ? null : finalInstant(from.lastTradeDate),
    spread,
  };
}

async function readAliases(root: string): Promise<string[]> {
  const { rows } = await pool().query<{ tradingview: string[] }>(
    "SELECT tradingview FROM instruments WHERE root = $1",
    [root],
  );
  return rows[0]?.tradingview ?? [];
}

async function readPinned(contractId: number): Promise<PinnedSignal[]> {
  const { rows } = await pool().query<PinnedSignal>(
    `SELECT id, direction, status, trim_scale(entry_price)::text AS "entryPrice"
      FROM signals LEFT JOIN trades ON trades.signal_id = signals.id
      WHERE contract_id = $1 AND status IN ('PENDING', 'CONFIRMED', 'ACTIVE') ORDER BY received_at`,
    [contractId],
  );
  return rows;
}

/** The newest trade of the new contract against the last one of the old contract before it. */
async function readSpread(fromId: number, toId: number | null, ticker: string): Promise<Spread> {
  const { rows } =
    toId === null
      ? { rows: [] }
      : await pool().query<{ points: string; from: string; to: string; at: string }>(
          `WITH newest AS (
            SELECT exchange_at, price FROM ticks WHERE contract_id = $2 AND trade_date >= current_date - 5
            ORDER BY trade_date DESC, exchange_at DESC LIMIT 1)
          SELECT trim_scale(newest.price - old.price)::text AS points, trim_scale(old.price)::text AS from,
            trim_scale(newest.price)::text AS to, ${epochMs("newest.exchange_at")} AS at
          FROM newest, LATERAL (
            SELECT price FROM ticks WHERE contract_id = $1 AND trade_date >= current_date - 5
              AND exchange_at BETWEEN newest.exchange_at - $3::double precision * interval '1 millisecond'
                AND newest.exchange_at
            ORDER BY exchange_at DESC LIMIT 1) AS old`,
          [fromId, toId, spreadSpanMs],
        );
  const [row] = rows;
  if (row !== undefined) return { known: true, ...row, at: Number(row.at) };
  return {
    known: false,
    reason: `${ticker} is not recorded yet: no trade of it lies close to one of the old contract.`,
  };
}
