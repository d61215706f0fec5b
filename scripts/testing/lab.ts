/** A Signal Lab with made-up entries of every kind, for tests of lists, groups and exports. Everything follows from one seed. */
import { pool } from "@/lib/db/client";
import type { InSeries, SignalFact } from "@/lib/db/series";
import { upsertSignals } from "@/lib/db/signals";
import { inTransaction } from "@/lib/db/transaction";
import type { SignalRecord, SignalStatus } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import { sessionOf } from "@/lib/market/session";
import { HOUR_MS, MINUTE_MS } from "@/lib/market/zone";
import { record, series, trade } from "@/scripts/testing/records";
import { seeded } from "@/worker/testing/tape";

const statuses: readonly SignalStatus[] = [
  "REJECTED",
  "PENDING",
  "CANCELLED",
  "CONFIRMED",
  "VOID",
  "ACTIVE",
  "CLOSED",
  "CLOSED",
];
const scenarios = ["A", "B", "C_PIVOT", "C_CANDLE", "C_SIGNAL"] as const;
const flagWords = ["late", "tracking_gap", "entry_delayed"];
const roots = [
  { contractId: 1, root: "NQ", ticker: "NQZ5" },
  { contractId: 2, root: "ES", ticker: "ESZ5" },
] as const;
/** Entries are this far apart at most. */
const spread = 3 * HOUR_MS;
const start = Date.parse("2025-10-01T12:00:00Z");

/** Instruments and contracts the entries belong to. */
export async function insertLabContracts(): Promise<void> {
  await pool().query(
    `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview)
      VALUES ('NQ', 'Nasdaq', 'XCME', 0.25, 20, '{}'), ('ES', 'S&P', 'XCME', 0.25, 50, '{}')`,
  );
  await pool().query(
    `INSERT INTO contracts (id, root, ticker, month, last_trade_date)
      VALUES (1, 'NQ', 'NQZ5', '2025-12', '2025-12-19'), (2, 'ES', 'ESZ5', '2025-12', '2025-12-19')`,
  );
}

/** Writes `count` entries and reviews of some of them. */
export async function insertLabEntries(seed: number, count: number): Promise<void> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(values: readonly [T, ...T[]] | readonly T[]): T => {
    const value = values[below(values.length)];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  let at = start;
  const rows: InSeries<SignalFact>[] = [];
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    at += below(spread / MINUTE_MS) * MINUTE_MS;
    const status = pick(statuses);
    const place = pick(roots);
    const traded = status === "ACTIVE" || status === "CLOSED";
    const one: SignalRecord = record(0, {
      ...{ tradeId: `${seed}_${ordinal}`, ordinal, status, signalCandleAt: at, session: sessionOf(at) },
      direction: pick(["bullish", "bearish"]),
      receivedAt: at + 61_000 + below(3) * 1000,
      reason: status === "REJECTED" ? "STALE" : null,
      confirmedAt: traded || status === "CONFIRMED" ? at + (2 + below(5)) * MINUTE_MS : null,
      cancelledAt: status === "CANCELLED" ? at + 4 * MINUTE_MS : null,
      barsToConfirmation: traded ? 1 + below(9) : null,
      stopScenario: traded ? pick(scenarios) : null,
      stopLoss: traded ? 79_000 + below(400) : null,
      flags: flagWords.filter(() => random() < 0.2),
      trade: traded ? tradeOf(at, status === "CLOSED", below) : null,
    });
    const source = random() < 0.9 ? "live" : "simulated";
    const scale = priceScale("0.25");
    rows.push({ series: { ...series, ...place, source, scale }, fact: { kind: "signal", record: one } });
  }
  await inTransaction((connection) => upsertSignals(connection, rows));
  for (const { series: of, fact } of rows) {
    if (random() > 0.4) continue;
    await pool().query(
      `INSERT INTO reviews (signal_id, version, status, notes, tags, deleted_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, now())`,
      [
        `${of.ticker}.${fact.record.tradeId}`,
        1 + below(3),
        pick(["unreviewed", "approved", "rejected"]),
        random() < 0.3 ? "=cmd 100% <b>wide</b>_stop" : "",
        ["news", "späte Lücke"].filter(() => random() < 0.4),
        random() < 0.2 ? new Date(at) : null,
      ],
    );
  }
}

function tradeOf(at: number, closed: boolean, below: (limit: number) => number): SignalRecord["trade"] {
  const risk = 4 + below(300);
  const armed = below(2) === 1;
  const beMfe = armed ? risk + below(3 * risk) : below(risk);
  const noBeMfe = armed ? beMfe + below(4 * risk) : beMfe;
  const rolled = closed && below(6) === 0;
  const beLeg = !closed ? (armed ? "TRIGGERED" : "OPEN") : rolled ? "OTHER" : armed ? "BREAK_EVEN" : "STOP_LOSS";
  const exitPrice = rolled ? trade.entryPrice + below(200) - 100 : trade.entryPrice - risk - below(3);
  const closedAt = closed ? at + (10 + below(500)) * MINUTE_MS : null;
  return {
    ...trade,
    ...{ entryAt: at + 3 * MINUTE_MS, risk, beMfe, noBeMfe, mae: -below(risk), beLeg, closedAt, stopHitAt: null },
    noBeLeg: closed ? (rolled ? "OTHER" : "STOP_LOSS") : "OPEN",
    beTriggeredAt: armed ? at + 5 * MINUTE_MS : null,
    beExitAt: closedAt,
    beExitPrice: !closed ? null : beLeg === "BREAK_EVEN" ? trade.entryPrice : exitPrice,
    exitPrice: closed ? exitPrice : null,
    exitReason: !closed ? null : rolled ? "ROLL" : "STOP_LOSS",
  };
}
