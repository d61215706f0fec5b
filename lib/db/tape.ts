/**
 * The tape of a trade as the engine heard it: the stored ticks it accepted after an entry, in its order, and the ends that
 * are no stop: the contract's retirement, a close by hand. Accepted is what is not late and either not suspicious or released later (methodology 8).
 * Ticks of another kind of feed end it: a simulated trade never goes on in a live market.
 */
import { pool } from "@/lib/db/client";
import { epochMs, instant, ticksOf } from "@/lib/db/columns";
import { signalKey } from "@/lib/db/series";
import type { TapeStep } from "@/lib/lab/tape-run";
import type { PriceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import { type EpochMs, TickFlag, type TickSource } from "@/lib/market/types";
import type { TickRef } from "@/lib/trade/types";

/** Stored ticks read at a time. */
const pageRows = 20_000;

/** Which tape: the contract and source of a trade, and where to begin. */
export interface TapeQuery {
  readonly contractId: number;
  readonly ticker: string;
  /** Id of the trade within its series. */
  readonly tradeId: string;
  readonly scale: PriceScale;
  readonly source: TickSource;
  readonly entryAt: EpochMs;
  /** Begin after this ingest number; null = with the first tick at or after the entry (entryMode confirmationClose). */
  readonly after: TickRef | null;
}

/** A page of the tape. */
export interface TapePage {
  readonly steps: readonly TapeStep[];
  /** Ingest number of the newest accepted tick so far; a later reading begins after it. */
  readonly ingestId: number;
}

interface End {
  readonly after: number;
  readonly step: TapeStep;
}

/** Pages of the tape, oldest first, up to what is stored now. */
export async function* readTape(query: TapeQuery): AsyncGenerator<TapePage> {
  const { contractId, entryAt, scale, source } = query;
  const start = query.after ?? (await lastBefore(query));
  const [ends, released] = await Promise.all([readEnds(query, start), readReleased(query.ticker, query.entryAt)]);
  let [accepted, read] = [start, start];
  for (let isMore = true; isMore; ) {
    const { rows } = await pool().query<{ id: string; at: string; price: string; flags: number; source: TickSource }>({
      name: "read-tape",
      text: `SELECT ingest_id AS id, ${epochMs("exchange_at")} AS at, price, flags, source FROM ticks
        WHERE contract_id = $1 AND ingest_id > $2 AND trade_date >= $3 ORDER BY ingest_id LIMIT $4`,
      values: [contractId, read, tradeDateOf(entryAt), pageRows],
    });
    isMore = rows.length === pageRows;
    const steps: TapeStep[] = [];
    for (const row of rows) {
      if (row.source !== source && row.source !== "backfill") {
        isMore = false;
        break;
      }
      const ref = Number(row.id);
      read = ref;
      while (ends[0] !== undefined && ends[0].after < ref) steps.push(...ends.splice(0, 1).map(({ step }) => step));
      const isSuspicious = (row.flags & TickFlag.suspicious) !== 0 && !released.has(ref);
      if (isSuspicious || (row.flags & TickFlag.late) !== 0 || Number(row.at) < entryAt) continue;
      accepted = ref;
      steps.push({ kind: "tick", at: Number(row.at), price: ticksOf(row.price, scale), ref });
    }
    if (!isMore) steps.push(...ends.map(({ step }) => step));
    yield { steps, ingestId: accepted };
  }
}

/** The newest tick in order before an instant: what comes after it is at or after the instant. */
async function lastBefore({ contractId, entryAt, source }: TapeQuery): Promise<number> {
  const { rows } = await pool().query<{ id: string | null }>(
    `SELECT max(ingest_id) AS id FROM ticks WHERE contract_id = $1 AND source IN ($2, 'backfill') AND flags & $3 = 0
      AND exchange_at < ${instant("$4")} AND trade_date BETWEEN $5::date - 7 AND $5::date`,
    [contractId, source, TickFlag.late, entryAt, tradeDateOf(entryAt)],
  );
  return Number(rows[0]?.id ?? 0);
}

/** The contract's retirement, and a close of this very trade that the engine carried out (methodology 7.7). */
async function readEnds({ contractId, tradeId, ticker }: TapeQuery, start: number): Promise<End[]> {
  const { rows } = await pool().query<{ after: string; at: string; kind: string; payload: { readonly at?: EpochMs } }>(
    `SELECT after_ingest_id AS after, ${epochMs("at")} AS at, kind, payload FROM engine_inputs
      WHERE contract_id = $1 AND after_ingest_id >= $2 AND (kind = 'retire'
        OR kind = 'ask' AND payload->'ask'->>'kind' = 'close' AND payload->'ask'->>'tradeId' = $3 AND EXISTS (
          SELECT 1 FROM trade_events WHERE signal_id = $4 AND type = 'EXIT_MANUAL' AND trade_events.at = engine_inputs.at))
      ORDER BY id`,
    [contractId, start, tradeId, signalKey(ticker, tradeId)],
  );
  return rows.map(({ after, at, kind, payload }) => ({
    after: Number(after),
    step: { kind: "close", at: payload.at ?? Number(at), reason: kind === "retire" ? "ROLL" : "MANUAL" },
  }));
}

/** Ingest numbers of ticks that were suspicious when they came and accepted later, since an instant (A-09, 8.2). */
export async function readReleased(ticker: string, since: EpochMs): Promise<ReadonlySet<number>> {
  const { rows } = await pool().query<{ refs: number[] }>(
    `SELECT data->'refs' AS refs FROM notices WHERE code = 'QUARANTINE_RELEASED' AND data->>'ticker' = $1
      AND at >= ${instant("$2")}`,
    [ticker, since],
  );
  return new Set(rows.flatMap(({ refs }) => refs));
}
