/**
 * A text frame of the vendor to typed events, pure. Every event is judged alone: a bad one is refused with its reason,
 * its neighbours in the frame are kept. Unknown events and fields are counted, never fatal (massive-futures-api 2).
 * Knows no socket, no logging and no order across frames.
 */
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { vendorPrice } from "@/worker/feed/price";
import type { RejectReason, WireAggregate, WireQuote, WireTrade } from "@/worker/feed/types";

/** What the parser must know of a subscribed contract. */
export interface KnownContract {
  readonly id: number;
  readonly scale: PriceScale;
}

export interface StatusMessage {
  readonly status: string;
  readonly message: string;
}

/** Everything found in one frame, in the order of the frame. */
export interface ParsedFrame {
  readonly trades: WireTrade[];
  readonly quotes: WireQuote[];
  readonly aggregates: WireAggregate[];
  readonly statuses: StatusMessage[];
  readonly rejects: RejectReason[];
  unknownFields: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Judged<T> = T | RejectReason;

/** 2000-01-01 and 2100-01-01: an instant outside is in another unit or nonsense. */
const TIME_MS_MIN = 946_684_800_000;
const TIME_MS_MAX = 4_102_444_800_000;

const KNOWN_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  T: new Set(["ev", "sym", "p", "s", "t", "q"]),
  Q: new Set(["ev", "sym", "bp", "bs", "bt", "ap", "as", "at", "t"]),
  A: new Set(["ev", "sym", "v", "dv", "o", "c", "h", "l", "n", "s", "e"]),
  AM: new Set(["ev", "sym", "v", "dv", "o", "c", "h", "l", "n", "s", "e"]),
  status: new Set(["ev", "status", "message"]),
};

/**
 * Reads one frame.
 * @param contractOf the subscribed contract of a vendor ticker
 * @param receivedAt when the frame came off the socket
 */
export function parseFrame(
  text: string,
  contractOf: (ticker: string) => KnownContract | undefined,
  receivedAt: EpochMs,
): ParsedFrame {
  const frame: ParsedFrame = { trades: [], quotes: [], aggregates: [], statuses: [], rejects: [], unknownFields: 0 };
  const events = parseJson(text);
  if (events === undefined) frame.rejects.push("malformed-json");
  else if (!Array.isArray(events)) frame.rejects.push("not-an-array");
  else for (const event of events) readEvent(event, frame, contractOf, receivedAt);
  return frame;
}

/** Strings, which stay as they are, or bare words that some encoders write for numbers that are none. */
const STRING_OR_NAN = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** JSON with a second chance for bare NaN and Infinity: they become null, so that only their own event is lost. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const repaired = text.replace(STRING_OR_NAN, (token) => (token.startsWith('"') ? token : "null"));
    try {
      return repaired === text ? undefined : JSON.parse(repaired);
    } catch {
      return undefined;
    }
  }
}

function readEvent(
  event: unknown,
  frame: ParsedFrame,
  contractOf: (ticker: string) => KnownContract | undefined,
  receivedAt: EpochMs,
): void {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    frame.rejects.push("not-an-object");
    return;
  }
  const fields = event as Fields;
  const ev = fields["ev"];
  if (typeof ev !== "string") {
    frame.rejects.push("missing-event");
    return;
  }
  const known = Object.hasOwn(KNOWN_FIELDS, ev) ? KNOWN_FIELDS[ev] : undefined;
  if (known === undefined) {
    frame.rejects.push("unknown-event");
    return;
  }
  for (const name in fields) if (!known.has(name)) frame.unknownFields += 1;
  if (ev === "status") {
    frame.statuses.push({ status: textOf(fields["status"]), message: textOf(fields["message"]) });
    return;
  }
  const contract = typeof fields["sym"] === "string" ? contractOf(fields["sym"]) : undefined;
  if (contract === undefined) frame.rejects.push("unknown-symbol");
  else if (ev === "T") keep(readTrade(fields, contract, receivedAt), frame.trades, frame.rejects);
  else if (ev === "Q") keep(readQuote(fields, contract, receivedAt), frame.quotes, frame.rejects);
  else keep(readAggregate(fields, contract, receivedAt), frame.aggregates, frame.rejects);
}

function keep<T>(judged: Judged<T>, kept: T[], rejects: RejectReason[]): void {
  if (typeof judged === "string") rejects.push(judged as RejectReason);
  else kept.push(judged);
}

function readTrade(fields: Fields, contract: KnownContract, receivedAt: EpochMs): Judged<WireTrade> {
  const price = priceOf(fields["p"], contract.scale);
  if (typeof price === "string") return price;
  const size = wholeOf(fields["s"]);
  if (size === null) return "bad-size";
  const exchangeAt = instantOf(fields["t"]);
  if (exchangeAt === null) return "bad-time";
  const q = fields["q"] ?? 0;
  const sequence = wholeOf(q);
  if (sequence === null) return "bad-sequence";
  return { contractId: contract.id, exchangeAt, receivedAt, price, size, sequence: sequence === 0 ? null : sequence };
}

function readQuote(fields: Fields, contract: KnownContract, receivedAt: EpochMs): Judged<WireQuote> {
  const bid = sideOf(fields["bp"], fields["bs"], contract.scale);
  if (typeof bid === "string") return bid;
  const ask = sideOf(fields["ap"], fields["as"], contract.scale);
  if (typeof ask === "string") return ask;
  if (bid.price === null && ask.price === null && fields["bs"] === undefined && fields["as"] === undefined) {
    return "missing-price";
  }
  const exchangeAt = instantOf(fields["t"]);
  if (exchangeAt === null) return "bad-time";
  return {
    contractId: contract.id,
    exchangeAt,
    receivedAt,
    bid: bid.price,
    bidSize: bid.size,
    ask: ask.price,
    askSize: ask.size,
  };
}

/** One side of the book. No price, or price 0 with size 0, is an empty side (the vendor omits zeros or does not). */
function sideOf(
  price: unknown,
  size: unknown,
  scale: PriceScale,
): { price: Ticks | null; size: number } | RejectReason {
  const contracts = wholeOf(size ?? 0);
  if (contracts === null) return "bad-size";
  const empty = price === undefined || price === null || (contracts === 0 && Number(price) === 0);
  if (empty) return { price: null, size: 0 };
  const ticks = priceOf(price, scale);
  return typeof ticks === "string" ? ticks : { price: ticks, size: contracts };
}

function readAggregate(fields: Fields, contract: KnownContract, receivedAt: EpochMs): Judged<WireAggregate> {
  const open = priceOf(fields["o"], contract.scale);
  if (typeof open === "string") return open;
  const high = priceOf(fields["h"], contract.scale);
  if (typeof high === "string") return high;
  const low = priceOf(fields["l"], contract.scale);
  if (typeof low === "string") return low;
  const close = priceOf(fields["c"], contract.scale);
  if (typeof close === "string") return close;
  if (high < Math.max(open, close, low) || low > Math.min(open, close)) return "bad-range";
  const openAt = instantOf(fields["s"]);
  const closeAt = instantOf(fields["e"]);
  if (openAt === null || closeAt === null) return "bad-time";
  const interval = closeAt - openAt === 60_000 ? "1m" : closeAt - openAt === 1_000 ? "1s" : null;
  if (interval === null) return "bad-time";
  const volume = wholeOf(fields["v"]);
  const trades = wholeOf(fields["n"] ?? 0);
  if (volume === null || trades === null) return "bad-size";
  return { contractId: contract.id, receivedAt, interval, openAt, closeAt, open, high, low, close, volume, trades };
}

function priceOf(value: unknown, scale: PriceScale): Ticks | RejectReason {
  if (value === undefined || value === null || value === "") return "missing-price";
  if (typeof value !== "number" && typeof value !== "string") return "bad-price";
  const price = vendorPrice(value, scale);
  if (price.ok) return price.ticks;
  if (price.reason === "off-tick") return "off-tick-price";
  return price.reason === "non-positive" ? "non-positive-price" : "bad-price";
}

/** A whole number from 0, as a number or as digits; null for anything else. */
function wholeOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function instantOf(value: unknown): EpochMs | null {
  const number = wholeOf(value);
  return number !== null && number >= TIME_MS_MIN && number < TIME_MS_MAX ? number : null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
