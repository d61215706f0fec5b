/**
 * History and reference data of the vendor in our units (massive-futures-api 4.1): trades and minute bars to heal gaps,
 * contract lists, session schedules, settlements. Throws RestError; knows no storage.
 */
import { z } from "zod";
import { minuteOf } from "@/lib/market/candle";
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs, MinuteBar, Ticks, TradeDate } from "@/lib/market/types";
import { vendorPrice } from "@/worker/feed/price";
import { RestError, RestHttp, type RestOptions, restLimits } from "@/worker/feed/rest-http";

/** A past trade; `sequence` is positive, null when the vendor gave none. */
export interface RestTrade {
  readonly exchangeAt: EpochMs;
  readonly price: Ticks;
  /** Contracts, integer >= 0. */
  readonly size: number;
  readonly sequence: number | null;
}

/** An outright contract of the vendor's list. */
export interface RestContract {
  readonly ticker: string;
  readonly root: string;
  readonly firstTradeDate: TradeDate | null;
  readonly lastTradeDate: TradeDate | null;
  readonly venue: string | null;
}

/** A moment of a trading schedule. An open interval runs from `open` to the next `pre_open`, `pause` or `close`. */
export interface RestScheduleEvent {
  readonly event: string;
  readonly at: EpochMs;
  readonly tradeDate: TradeDate;
  readonly root: string;
}

/** Settlements of a contract; null when the vendor gave none. `delayed` as the vendor marks its data. */
export interface RestSnapshot {
  readonly ticker: string;
  readonly settlement: Ticks | null;
  readonly previousSettlement: Ticks | null;
  readonly delayed: boolean;
}

export interface RestClient {
  /** Trades of [fromMs, toMs), oldest first. Unreadable rows are skipped and counted in the log. */
  trades(ticker: string, fromMs: EpochMs, toMs: EpochMs, scale: PriceScale): AsyncIterable<RestTrade>;
  /**
   * 1-minute bars that open in [fromMs, toMs), oldest first. One that cannot be read ends the answer with RestError
   * `bad-answer`: left out it would pass for a minute without trades.
   */
  minuteBars(ticker: string, fromMs: EpochMs, toMs: EpochMs, scale: PriceScale): AsyncIterable<MinuteBar>;
  /** Outright contracts of a root listed on a date. */
  contracts(root: string, date: TradeDate): Promise<RestContract[]>;
  /** Schedule events of a root with trade dates in [from, to], oldest first, duplicates removed. */
  schedules(root: string, from: TradeDate, to: TradeDate): Promise<RestScheduleEvent[]>;
  /** Settlements of up to 100 tickers. */
  snapshot(tickers: readonly string[], scaleOf: (ticker: string) => PriceScale): Promise<RestSnapshot[]>;
}

const number = z.union([z.number(), z.string()]);
const tradeRow = z.object({ timestamp: number, price: number, size: z.number(), sequence_number: number.nullish() });
const barRow = z.object({
  ...{ window_start: number, open: number, high: number, low: number, close: number },
  ...{ volume: z.number(), transactions: z.number().nullish() },
});
const contractRow = z.object({
  ...{ ticker: z.string(), product_code: z.string(), type: z.string().nullish(), trading_venue: z.string().nullish() },
  ...{ first_trade_date: z.string().nullish(), last_trade_date: z.string().nullish() },
});
const scheduleRow = z.object({
  ...{ event: z.string(), timestamp: z.iso.datetime({ offset: true }) },
  ...{ session_end_date: z.string(), product_code: z.string() },
});
const snapshotRow = z.object({
  ticker: z.string().nullish(),
  details: z.object({ ticker: z.string().nullish() }).nullish(),
  last_trade: z.object({ timeframe: z.string().nullish() }).nullish(),
  session: z.object({ settlement_price: number.nullish(), previous_settlement: number.nullish() }).nullish(),
});

const NS_PER_MS = 1_000_000n;

/** Nanoseconds as text or number to whole milliseconds; null when it is no whole number. */
function msOfNanoseconds(value: string | number): EpochMs | null {
  return /^\d{16,20}$/.test(String(value)) ? Number(BigInt(value) / NS_PER_MS) : null;
}

/** A positive sequence that a double holds exactly, else null. */
function sequenceOf(value: string | number | null | undefined): number | null {
  const sequence = Number(value ?? 0);
  return Number.isSafeInteger(sequence) && sequence > 0 ? sequence : null;
}

const nanoseconds = (at: EpochMs): string => String(BigInt(at) * NS_PER_MS);

function ticksOf(value: string | number | null | undefined, scale: PriceScale): Ticks | null {
  if (value === null || value === undefined) return null;
  const price = vendorPrice(value, scale);
  return price.ok ? price.ticks : null;
}

function readTrade(row: z.output<typeof tradeRow>, scale: PriceScale): RestTrade | null {
  const exchangeAt = msOfNanoseconds(row.timestamp);
  const price = ticksOf(row.price, scale);
  if (exchangeAt === null || price === null || !Number.isSafeInteger(row.size) || row.size < 0) return null;
  return { exchangeAt, price, size: row.size, sequence: sequenceOf(row.sequence_number) };
}

function readBar(row: z.output<typeof barRow>, scale: PriceScale): MinuteBar {
  const openAt = msOfNanoseconds(row.window_start);
  const open = ticksOf(row.open, scale);
  const high = ticksOf(row.high, scale);
  const low = ticksOf(row.low, scale);
  const close = ticksOf(row.close, scale);
  const isWhole = openAt !== null && minuteOf(openAt) === openAt;
  if (!isWhole || open === null || high === null || low === null || close === null) throw badBar(row);
  const counts = [row.volume, row.transactions ?? 0];
  const isRange = low <= Math.min(open, close) && high >= Math.max(open, close);
  if (!isRange || !counts.every((count) => Number.isSafeInteger(count) && count >= 0)) throw badBar(row);
  return { openAt, open, high, low, close, volume: row.volume, trades: row.transactions ?? 0 };
}

function badBar(row: z.output<typeof barRow>): RestError {
  const got = JSON.stringify(row).slice(0, restLimits.bodyCharsMax);
  return new RestError("bad-answer", `minute bar: expected a whole minute, prices on the grid in order, got ${got}`);
}

/** A client; holds no connection, so there is nothing to close. */
export function createRest(options: RestOptions): RestClient {
  const http = new RestHttp(options);

  async function* rows<Row, Out>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: z.ZodType<Row>,
    read: (row: Row) => Out | null,
  ): AsyncGenerator<Out> {
    let refused = 0;
    for await (const page of http.pages(path, { limit: String(restLimits.rowsPerPage), ...query }, schema)) {
      for (const row of page) {
        const value = read(row);
        if (value === null) refused += 1;
        else yield value;
      }
    }
    if (refused > 0)
      options.log.warn({ path, refused }, "rest: rows without a usable price, time or size were skipped");
  }

  async function all<Row, Out>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: z.ZodType<Row>,
    read: (row: Row) => Out | null,
  ): Promise<Out[]> {
    const out: Out[] = [];
    for await (const value of rows(path, query, schema, read)) out.push(value);
    return out;
  }

  return {
    trades: (ticker, fromMs, toMs, scale) =>
      rows(
        `/futures/v1/trades/${encodeURIComponent(ticker)}`,
        { "timestamp.gte": nanoseconds(fromMs), "timestamp.lt": nanoseconds(toMs), sort: "timestamp.asc" },
        tradeRow,
        (row) => readTrade(row, scale),
      ),
    minuteBars: (ticker, fromMs, toMs, scale) =>
      rows(
        `/futures/v1/aggs/${encodeURIComponent(ticker)}`,
        {
          resolution: "1min",
          ...{ "window_start.gte": nanoseconds(fromMs), "window_start.lt": nanoseconds(toMs) },
          sort: "window_start.asc",
        },
        barRow,
        (row) => readBar(row, scale),
      ),
    contracts: (root, date) =>
      all("/futures/v1/contracts", { product_code: root, date, type: "single", limit: "999" }, contractRow, (row) => ({
        ticker: row.ticker,
        root: row.product_code,
        firstTradeDate: row.first_trade_date ?? null,
        lastTradeDate: row.last_trade_date ?? null,
        venue: row.trading_venue ?? null,
      })),
    async schedules(root, from, to) {
      const query = { product_code: root, "session_end_date.gte": from, "session_end_date.lte": to, limit: "999" };
      const events = await all("/futures/v1/schedules", query, scheduleRow, (row) => ({
        event: row.event,
        at: Date.parse(row.timestamp),
        tradeDate: row.session_end_date,
        root: row.product_code,
      }));
      const distinct = new Map(events.map((event) => [`${event.event} ${event.at}`, event]));
      return [...distinct.values()].sort((a, b) => a.at - b.at);
    },
    snapshot: (tickers, scaleOf) =>
      all("/futures/v1/snapshot", { "ticker.any_of": tickers.join(","), limit: "999" }, snapshotRow, (row) => {
        const ticker = row.ticker ?? row.details?.ticker;
        if (typeof ticker !== "string" || !tickers.includes(ticker)) return null;
        const scale = scaleOf(ticker);
        return {
          ticker,
          settlement: ticksOf(row.session?.settlement_price, scale),
          previousSettlement: ticksOf(row.session?.previous_settlement, scale),
          delayed: row.last_trade?.timeframe === "DELAYED",
        };
      }),
  };
}
