/**
 * Endpoints of the simulated REST interface: what each one answers, as rows of JSON text (massive-futures-api 4.1).
 * Reads the exchange's history; knows no sockets and no keys.
 */
import { productOf } from "@/lib/market/contract";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import { tradeDateOf } from "@/lib/market/session";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { DAY_MS, isoDate } from "@/lib/market/zone";
import type { Channel } from "@/worker/feed/types";
import type { Listing, SimBar, SimQuote } from "@/worker/simulator/events";
import type { PastTrade } from "@/worker/simulator/history";
import { BadRequest, type Page, type RestContext } from "@/worker/simulator/rest-types";
import { dollarVolume } from "@/worker/simulator/wire";

export interface Route {
  /** The plan's channel that must be allowed; null for reference data. */
  readonly channel: Channel | null;
  readonly read: (context: RestContext, query: URLSearchParams) => Page;
}

/** Documented default and maximum rows of an endpoint. */
interface Limits {
  readonly fallback: number;
  readonly max: number;
}

/** The endpoint of a path, null for a path the vendor does not have. `/futures/vX` is the vendor's alias of v1. */
export function routeOf(pathname: string): Route | null {
  const match = /^\/futures\/v[1X]\/([a-z-]+)(?:\/([A-Za-z0-9]+))?\/?$/.exec(pathname);
  const [, name = "", ticker = null] = match ?? [];
  if (ticker !== null) {
    if (name === "trades") return { channel: "T", read: (context, query) => trades(context, ticker, query) };
    if (name === "quotes") return { channel: "Q", read: (context, query) => quotes(context, ticker, query) };
    if (name === "aggs") return { channel: "AM", read: (context, query) => bars(context, ticker, query) };
    return null;
  }
  const reference = REFERENCE.get(name);
  return reference === undefined
    ? null
    : { channel: null, read: (context, query) => onePage(reference(context, query)) };
}

const REFERENCE: ReadonlyMap<string, (context: RestContext, query: URLSearchParams) => unknown[]> = new Map([
  ["contracts", (context, query) => chosen(context, query).map((listing) => contractRow(listing, context.now))],
  [
    "products",
    (context, query) => distinctRoots(chosen(context, query)).map((listing) => productRow(listing, context.now)),
  ],
  ["snapshot", (context, query) => chosen(context, query).map((listing) => snapshotRow(listing, context))],
  [
    "market-status",
    (context, query) => distinctRoots(chosen(context, query)).map((listing) => statusRow(listing, context.now)),
  ],
  [
    "schedules",
    (context, query) => distinctRoots(chosen(context, query)).flatMap((listing) => scheduleRows(listing, context.now)),
  ],
  [
    "exchanges",
    ({ listings }) =>
      [...new Set(listings.map((listing) => listing.venue))].map((mic, index) => ({
        id: index + 1,
        type: "exchange",
        mic,
        name: mic,
      })),
  ],
]);

function onePage(rows: readonly unknown[]): Page {
  return { rows: rows.map((row) => JSON.stringify(row)), next: null };
}

/** Listings a query asks for by `ticker` or `product_code`, plain or `.any_of`; all when it names none. */
function chosen({ listings }: RestContext, query: URLSearchParams): readonly Listing[] {
  const list = (name: string) => (query.get(`${name}.any_of`) ?? query.get(name))?.split(",");
  const tickers = list("ticker");
  const roots = list("product_code");
  return listings.filter((l) => (tickers?.includes(l.ticker) ?? true) && (roots?.includes(l.root) ?? true));
}

function distinctRoots(listings: readonly Listing[]): Listing[] {
  return [...new Map(listings.map((listing) => [listing.root, listing])).values()];
}

const dateOf = (at: EpochMs): string => isoDate(Math.floor(at / DAY_MS));
const ns = (at: EpochMs): string => `${at}000000`;

function contractRow(listing: Listing, now: EpochMs): unknown {
  const { ticker, root, name, lastTradeDate, venue, tickSize } = listing;
  return {
    ...{ ticker, product_code: root, name, type: "single", active: true, date: dateOf(now) },
    ...{
      last_trade_date: lastTradeDate,
      settlement_date: lastTradeDate,
      trade_tick_size: Number(tickSize),
      trading_venue: venue,
    },
  };
}

function productRow(listing: Listing, now: EpochMs): unknown {
  const { root, venue, pointValue } = listing;
  return {
    ...{
      product_code: root,
      name: productOf(root)?.name ?? root,
      date: dateOf(now),
      trading_venue: venue,
      type: "single",
    },
    ...{ asset_class: "financials", trade_currency_code: "USD", unit_of_measure_qty: Number(pointValue) },
  };
}

function statusRow({ root, venue }: Listing, now: EpochMs): unknown {
  return { product_code: root, market_event: "open", timestamp: new Date(now).toISOString(), trading_venue: venue };
}

/** The simulated market never closes: one open per day. */
function scheduleRows({ root, name, venue }: Listing, now: EpochMs): unknown[] {
  return [-1, 0, 1].map((offset) => {
    const day = dateOf(now + offset * DAY_MS);
    const common = { product_code: root, product_name: name, trading_venue: venue, session_end_date: day };
    return { event: "open", timestamp: `${day}T00:00:00Z`, ...common };
  });
}

function snapshotRow(listing: Listing, { history }: RestContext): unknown {
  const { ticker, root, lastTradeDate, scale } = listing;
  const past = history.of(ticker);
  const { lastTrade } = past;
  const first = past.trades.get(past.trades.first);
  const price = (ticks: Ticks) => Number(formatPrice(ticks, scale));
  const details = { ticker, product_code: root, settlement_date: lastTradeDate };
  if (lastTrade === null || first === undefined) return { ticker, details };
  // The first price remembered stands for yesterday's settlement: it is what the session is measured against.
  const session = { close: price(lastTrade.price), previous_settlement: price(first.price), volume: past.volume };
  const last = { price: price(lastTrade.price), size: lastTrade.size, timeframe: "REAL-TIME" };
  return { ticker, details, last_trade: last, session };
}

/** Bounds of a nanosecond filter as milliseconds: [from, to). */
function spanOf(query: URLSearchParams, field: string): { from: EpochMs; to: EpochMs } {
  const read = (suffix: string): number | null => {
    const text = query.get(`${field}.${suffix}`);
    if (text === null) return null;
    if (!/^\d{1,20}$/.test(text))
      throw new BadRequest(`${field}.${suffix}: expected nanoseconds, got ${text.slice(0, 40)}`);
    return Number(BigInt(text) / 1_000_000n);
  };
  const after = read("gt");
  const until = read("lte");
  return {
    from: read("gte") ?? (after === null ? Number.NEGATIVE_INFINITY : after + 1),
    to: read("lt") ?? (until === null ? Number.POSITIVE_INFINITY : until + 1),
  };
}

function limitOf(query: URLSearchParams, { fallback, max }: Limits): number {
  const text = query.get("limit");
  if (text === null) return fallback;
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1 || Number(text) > max) {
    throw new BadRequest(`limit: expected 1 to ${max}, got ${text.slice(0, 40)}`);
  }
  return Number(text);
}

function cursorOf(query: URLSearchParams, start: number): number {
  const text = query.get("cursor");
  if (text === null) return start;
  if (!/^\d{1,15}$/.test(text)) throw new BadRequest("cursor: expected the one of next_url");
  return Number(text);
}

/** Default order of the vendor is newest first. */
const isAscending = (query: URLSearchParams): boolean => query.get("sort")?.endsWith(".asc") ?? false;

function trades({ history, listings }: RestContext, ticker: string, query: URLSearchParams): Page {
  const scale = listings.find((listing) => listing.ticker === ticker)?.scale;
  if (scale === undefined) return { rows: [], next: null };
  const log = history.of(ticker).trades;
  const { from, to } = spanOf(query, "timestamp");
  const limit = limitOf(query, { fallback: 10, max: 50_000 });
  const step = isAscending(query) ? 1 : -1;
  const isKept = (ordinal: number) => ordinal >= log.first && ordinal < log.end;
  let ordinal = cursorOf(query, step === 1 ? log.first : log.end - 1);
  const rows: string[] = [];
  // The scan is bounded by what is kept; a page ends early only when it is full.
  for (; isKept(ordinal) && rows.length < limit; ordinal += step) {
    const at = log.timeOf(ordinal);
    const trade = at >= from && at < to ? log.get(ordinal) : undefined;
    if (trade !== undefined) rows.push(tradeRow(ticker, trade, scale));
  }
  return { rows, next: rows.length === limit && isKept(ordinal) ? String(ordinal) : null };
}

function tradeRow(ticker: string, { at, price, size, sequence }: PastTrade, scale: PriceScale): string {
  const head = `"ticker":"${ticker}","timestamp":${ns(at)},"price":${formatPrice(price, scale)},"size":${size}`;
  return `{${head},"sequence_number":${sequence},"session_end_date":"${tradeDateOf(at)}"}`;
}

/** A page of a list kept oldest first; the cursor is the number of matches already given. */
function listPage<T>(matches: readonly T[], query: URLSearchParams, limits: Limits, row: (item: T) => string): Page {
  const ordered = isAscending(query) ? matches : [...matches].reverse();
  const start = cursorOf(query, 0);
  const end = start + limitOf(query, limits);
  return { rows: ordered.slice(start, end).map(row), next: end < ordered.length ? String(end) : null };
}

function quotes({ history }: RestContext, ticker: string, query: URLSearchParams): Page {
  const { from, to } = spanOf(query, "timestamp");
  const matches = history.of(ticker).quotes.filter((quote) => quote.at >= from && quote.at < to);
  return listPage(matches, query, { fallback: 100, max: 50_000 }, quoteRow);
}

function quoteRow({ listing, at, bid, bidSize, ask, askSize }: SimQuote): string {
  const price = (ticks: Ticks) => formatPrice(ticks, listing.scale);
  const bids = `"bid_price":${price(bid)},"bid_size":${bidSize},"bid_timestamp":${ns(at)}`;
  const asks = `"ask_price":${price(ask)},"ask_size":${askSize},"ask_timestamp":${ns(at)}`;
  return `{"ticker":"${listing.ticker}","timestamp":${ns(at)},${bids},${asks},"session_end_date":"${tradeDateOf(at)}"}`;
}

function bars({ history }: RestContext, ticker: string, query: URLSearchParams): Page {
  const resolution = query.get("resolution") ?? "1session";
  if (resolution !== "1min")
    throw new BadRequest(`resolution: this exchange keeps 1min only, got ${resolution.slice(0, 40)}`);
  const { from, to } = spanOf(query, "window_start");
  const matches = history.of(ticker).minuteBars.filter((bar) => bar.openAt >= from && bar.openAt < to);
  return listPage(matches, query, { fallback: 1_000, max: 50_000 }, barRow);
}

function barRow(bar: SimBar): string {
  const { listing, openAt, volume, trades: transactions } = bar;
  const price = (ticks: Ticks) => formatPrice(ticks, listing.scale);
  const prices = `"open":${price(bar.open)},"high":${price(bar.high)},"low":${price(bar.low)},"close":${price(bar.close)}`;
  const totals = `"volume":${volume},"dollar_volume":${dollarVolume(bar.tickVolume, listing)},"transactions":${transactions}`;
  return `{"ticker":"${listing.ticker}","window_start":${ns(openAt)},"session_end_date":"${tradeDateOf(openAt)}",${prices},${totals}}`;
}
