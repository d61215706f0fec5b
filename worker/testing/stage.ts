/**
 * One database, an exchange whose tape the test moves trade by trade, and however many worker processes one after the
 * other. Progress is counted in stored trades, never in time, so that a seed kills at the same places on any machine.
 */
import pg from "pg";
import { systemClock } from "@/lib/clock";
import { parsePrice, priceScale } from "@/lib/market/price";
import type { Channel } from "@/worker/feed/types";
import { Exchange } from "@/worker/simulator/exchange";
import { freePort, Running } from "@/worker/testing/processes";
import { liveConfig, type Session } from "@/worker/testing/tape";
import { systemTimers } from "@/worker/timer";

const scale = priceScale("0.25");
const listing = {
  ...{ ticker: "NQZ6", root: "NQ", name: "E-mini Nasdaq-100", venue: "XCME", lastTradeDate: "2026-12-18" },
  ...{ tickSize: "0.25", pointValue: "20", scale },
};
/** Trades published at a time; alerts that lie among them are with the worker before. */
const chunkTrades = 120;
const lookMs = 4;

/** Tables whose content must not depend on crashes, as text queries. */
const results = {
  signals: "SELECT id, status, reason, stop_loss, record FROM signals ORDER BY (record->>'ordinal')::int",
  trades: "SELECT * FROM trades ORDER BY signal_id",
  events: "SELECT signal_id, seq, type, at, price, ingest_id, data FROM trade_events ORDER BY signal_id, seq",
  path: "SELECT * FROM trade_path ORDER BY signal_id, seq",
  candles: "SELECT open_at, open, high, low, close, volume, trades, complete, corrected FROM candles ORDER BY open_at",
  ticks: "SELECT ingest_id, sequence, exchange_at, price, size FROM ticks ORDER BY ingest_id",
} as const;

export type Results = Record<keyof typeof results, unknown[]>;

/** Names of the tables that differ. */
export function differences(expected: Results, actual: Results): string[] {
  return Object.entries(expected).flatMap(([name, rows]) =>
    JSON.stringify(rows) === JSON.stringify(actual[name as keyof Results]) ? [] : [name],
  );
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export interface StageOptions {
  readonly url: string;
  readonly session: Session;
  readonly dataDir: string;
  readonly deniedHistory?: readonly Channel[];
}

export class Stage {
  readonly client: pg.Client;
  /** Trades published so far. */
  published = 0;
  private posted = 0;
  private readonly options: StageOptions;
  private readonly exchange: Exchange;
  private readonly environment: Record<string, string>;
  private worker: { readonly process: Running; readonly newAtStart: number; readonly postedAtStart: number } | null =
    null;

  private constructor(options: StageOptions, exchange: Exchange, exchangePort: number, workerPort: number) {
    this.options = options;
    this.exchange = exchange;
    this.client = new pg.Client({ connectionString: options.url });
    const address = `127.0.0.1:${exchangePort}`;
    this.environment = {
      ...{ DATABASE_URL: options.url, FEED_SOURCE: "replay", LOG_LEVEL: "info", DATA_DIR: options.dataDir },
      ...{ WORKER_PORT: String(workerPort), PORT: String(workerPort + 1) },
      ...{ MASSIVE_WS_URL: `ws://${address}/futures`, MASSIVE_REST_URL: `http://${address}` },
    };
  }

  static async open(options: StageOptions): Promise<Stage> {
    const exchange = new Exchange({
      ...{ port: 0, key: null, denied: [], deniedHistory: options.deniedHistory ?? [], tradesMax: 100_000 },
      ...{ clock: systemClock, timers: systemTimers, status: () => ({}) },
    });
    exchange.list([listing]);
    const stage = new Stage(options, exchange, await exchange.listen(), await freePort());
    await stage.client.connect();
    await stage.client.query(
      `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, config)
        VALUES ('NQ', 'E-mini Nasdaq-100', 'XCME', 0.25, 20, '{NQ1!}', $1)`,
      [JSON.stringify(liveConfig)],
    );
    await stage.client.query(
      "INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ('NQ', 'NQZ6', '2026-12', '2026-12-18')",
    );
    await stage.client.query(
      "INSERT INTO front_contracts (root, contract_id, valid_from) SELECT 'NQ', id, '2026-09-10' FROM contracts",
    );
    return stage;
  }

  get total(): number {
    return this.options.session.trades.length;
  }

  async start(): Promise<Running> {
    const newAtStart = await this.count("webhook_deliveries WHERE state = 'new'");
    const process = new Running("worker", [], this.environment);
    this.worker = { process, newAtStart, postedAtStart: this.posted };
    return process;
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    const { worker } = this;
    this.worker = null;
    return worker === null ? null : worker.process.kill(signal);
  }

  /** Publishes the tape up to a trade, the alerts among it posted before as the intake does. */
  async flow(to: number): Promise<void> {
    const { trades } = this.options.session;
    while (this.published < Math.min(to, trades.length)) {
      const end = Math.min(this.published + chunkTrades, to, trades.length);
      await this.post(trades[end - 1]?.at ?? 0);
      await this.alertsTaken();
      this.exchange.publish(
        trades.slice(this.published, end).map(({ at, price, size }, index) => {
          const parsed = parsePrice(price, scale);
          if (!parsed.ok) throw new Error(parsed.reason);
          const sequence = this.published + index + 1;
          return { kind: "trade" as const, listing, at, price: parsed.ticks, size, sequence };
        }),
      );
      this.published = end;
      await pause(0);
    }
    if (this.published === trades.length) this.exchange.advance(Number.POSITIVE_INFINITY);
  }

  private async post(until: number): Promise<void> {
    const { alerts } = this.options.session;
    for (
      let alert = alerts[this.posted];
      alert !== undefined && alert.receivedAt <= until;
      alert = alerts[this.posted]
    ) {
      this.posted += 1;
      await this.client.query(
        `WITH stored AS (INSERT INTO webhook_deliveries (received_at, body, body_hash, root, outcome, code, message, state)
            VALUES (to_timestamp($1::double precision / 1000), $2, md5($2), 'NQ', 'accepted', 'ACCEPTED', 'test', 'new') RETURNING id)
          SELECT pg_notify('signal_received', id::text) FROM stored`,
        [alert.receivedAt, alert.body],
      );
    }
  }

  /** An alert must not come later than its own instant of the tape, or it is rightly judged as late. */
  private async alertsTaken(): Promise<void> {
    const { worker } = this;
    if (worker === null) return;
    const expected = worker.newAtStart + this.posted - worker.postedAtStart;
    const taken = () =>
      worker.process.lines.reduce((sum, line) => {
        const match = /"alerts":(\d+).*"alerts taken in"/.exec(line);
        return sum + Number(match?.[1] ?? 0);
      }, 0);
    while (this.worker === worker && taken() < expected && worker.process.child.exitCode === null) await pause(lookMs);
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  }

  /** Resolves when this trade of the tape, counted from 1, is stored. */
  async stored(trade: number): Promise<void> {
    while ((await this.count(`ticks WHERE sequence >= ${trade}`)) === 0) {
      if (this.worker !== null && this.worker.process.child.exitCode !== null) await this.worker.process.line(/never/);
      await pause(lookMs);
    }
  }

  /** Lets the rest of the tape flow, waits until it is stored and judged, and ends the worker in order. */
  async finish(isDone: () => Promise<boolean>): Promise<number | null> {
    await this.worker?.process.line(/"live"/);
    await this.flow(this.total);
    const waiting = "webhook_deliveries WHERE state = 'new'";
    while (!(await isDone()) || (await this.count(waiting)) > 0) {
      if (this.worker !== null && this.worker.process.child.exitCode !== null) await this.worker.process.line(/never/);
      await pause(20);
    }
    return this.kill("SIGTERM");
  }

  /** Everything that must not depend on crashes. */
  async result(): Promise<Results> {
    const rows = async (sql: string): Promise<unknown[]> => (await this.client.query(sql)).rows;
    const { signals, trades, events, path: paths, candles, ticks } = results;
    return {
      ...{ signals: await rows(signals), trades: await rows(trades), events: await rows(events) },
      ...{ path: await rows(paths), candles: await rows(candles), ticks: await rows(ticks) },
    };
  }

  async close(): Promise<void> {
    await this.kill("SIGKILL");
    await this.client.end();
    await this.exchange.close();
  }
}
