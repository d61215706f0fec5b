/**
 * Formats F2 to F10, the JSON dialects: which event a body is (methodology 2.2, A-35) and what it says of a signal.
 * Field names and aliases of all dialects live here; single values are read by alert-values.ts.
 */

import type { EpochMs } from "@/lib/market/types";
import { type TelemetryItem, telemetryItems, telemetryTime } from "@/lib/signal/alert-telemetry";
import { instantOf, tradeIdTimeOf } from "@/lib/signal/alert-time";
import {
  candleOf,
  externalIdOf,
  firstDirection,
  isObject,
  type JsonObject,
  labelsOfObject,
  labelsOfText,
  numberOf,
  own,
  positiveDecimalOf,
  wordOf,
} from "@/lib/signal/alert-values";
import { directionOf, opposite } from "@/lib/signal/direction";
import type { ParsedBad, ParsedDelivery, ParsedSignal, SourceFormat } from "@/lib/signal/types";

/** Names on the wire (upper case) and the canonical event they mean (methodology 2.2). */
const EVENTS: Readonly<Record<string, string>> = {
  SIGNAL_CREATED: "SIGNAL_CREATED",
  SIGNAL_DETECTED: "SIGNAL_CREATED",
  ENTRY: "ENTRY",
  CONFIRMATION_DETECTED: "ENTRY",
  TRADE_ACTIVATED: "ENTRY",
  MFE_UPDATE: "MFE_UPDATE",
  MFE_UPDATE_BATCH: "MFE_UPDATE",
  BE_TRIGGERED: "BE_TRIGGERED",
  EXIT_BREAK_EVEN: "EXIT_BREAK_EVEN",
  EXIT_BE: "EXIT_BREAK_EVEN",
  EXIT_STOP_LOSS: "EXIT_STOP_LOSS",
  EXIT_SL: "EXIT_STOP_LOSS",
  SIGNAL_COMPLETED: "EXIT_STOP_LOSS",
  CANCELLED: "CANCELLED",
  SIGNAL_CANCELLED: "CANCELLED",
  EXIT_TAKE_PROFIT: "EXIT_TAKE_PROFIT",
  EXIT_PARTIAL: "EXIT_PARTIAL",
  HEARTBEAT: "HEARTBEAT",
  TRADE_RESOLVED: "TRADE_RESOLVED",
  UNIFIED_SNAPSHOT_V1: "UNIFIED_SNAPSHOT_V1",
  INDICATOR_EXPORT_V2: "INDICATOR_EXPORT_V2",
};

/** Formats that a name alone decides. */
const FORMATS: Readonly<Record<string, SourceFormat>> = {
  MFE_UPDATE_BATCH: "F6",
  HEARTBEAT: "F7",
  UNIFIED_SNAPSHOT_V1: "F8",
  INDICATOR_EXPORT_V2: "F8",
};

/** Fields that may name the direction. Two that contradict each other name none (INV-22: never a guess). */
const DIRECTION_FIELDS = ["signal_type", "direction", "bias", "signal", "type"] as const;

/** Values of a telemetry delivery as this parser writes them. */
export interface TelemetryValues {
  readonly items: readonly TelemetryItem[];
  /** The sender's time, epoch ms, or null. */
  readonly sentAt: EpochMs | null;
}

/**
 * Parses a JSON body (trimmed, without byte order mark).
 * `attributes` is laid over the root, so that F5 reads the same nested or not.
 */
export function parseJsonBody(text: string): ParsedDelivery {
  const parsed = parseText(text);
  if (!parsed.ok) return bad("expected JSON or a SIGNAL: string");
  if (!isObject(parsed.value)) return bad("expected a JSON object");
  const attributes = own(parsed.value, "attributes");
  const root = isObject(attributes) ? { ...parsed.value, ...attributes } : parsed.value;
  const name = eventName(root);
  if (name === null) return signalOf(root, formatOf(root, null));
  const key = name.toUpperCase();
  const event = Object.hasOwn(EVENTS, key) ? EVENTS[key] : undefined;
  if (event === undefined) return bad(`event type: expected one of methodology 2.2, got ${shown(name)}`);
  const format = FORMATS[key] ?? formatOf(root, key);
  if (event === "SIGNAL_CREATED") return signalOf(root, format);
  const values: TelemetryValues = { items: telemetryItems(root), sentAt: telemetryTime(root) };
  return {
    kind: "telemetry",
    format,
    event,
    tradeId: externalIdOf(own(root, "trade_id"), own(root, "signal_id")),
    symbol: wordOf(own(root, "symbol")),
    direction: firstDirection([own(root, "direction"), own(root, "bias"), own(root, "signal_type")]),
    values: { ...values },
  };
}

function parseText(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** The event a body names; null when it names none, as F2 and F3 signals do. A `type` that is a direction word is F2's alias. */
function eventName(root: JsonObject): string | null {
  const type = own(root, "type");
  const isAlias = typeof type === "string" && directionOf(type) !== null;
  const stage = own(root, "automation_stage") ?? own(own(root, "methodology_data"), "automation_stage");
  const name = own(root, "event_type") ?? (isAlias ? undefined : type) ?? stage;
  if (name === undefined) return null;
  return typeof name === "string" ? name.trim() : typeof name;
}

/** Which dialect of methodology 2.1 a body is written in; informative. */
function formatOf(root: JsonObject, key: string | null): SourceFormat {
  const has = (name: string): boolean => own(root, name) !== undefined;
  if (has("automation_stage") || has("methodology_data") || has("fvg_data") || has("signal_candle")) return "F3";
  if (key === null) return "F2";
  if (!has("event_type")) return "F4";
  return has("schema_version") || !/^(?:long|short)$/i.test(String(own(root, "direction"))) ? "F5" : "F10";
}

function signalOf(root: JsonObject, format: SourceFormat): ParsedSignal | ParsedBad {
  const directions = DIRECTION_FIELDS.map((field) => firstDirection([own(root, field)]));
  const direction = directions.find((one) => one !== null) ?? null;
  if (direction === null) return bad("direction: expected Bullish or Bearish");
  if (directions.includes(opposite(direction))) return bad("direction: expected one, got both Bullish and Bearish");
  const candleAt = candleTimeOf(root);
  if (candleAt === null) return bad("candle time: expected a canonical id, event_timestamp or timestamp");
  const signalCandle = own(root, "signal_candle");
  const sentPrice = own(root, "price") ?? own(signalCandle, "close");
  const price = positiveDecimalOf(sentPrice);
  if (sentPrice !== undefined && price === null) return bad("price: expected a number above 0");
  const symbol = own(root, "symbol");
  const fvg = own(root, "fvg_data");
  const setup = own(root, "setup");
  const alignment = own(root, "htf_alignment");
  return {
    kind: "signal",
    format,
    direction,
    candleAt,
    price,
    symbol: symbolOf(symbol),
    biases: {
      m1: wordOf(own(alignment, "m1")),
      trendRegime: wordOf(own(own(root, "market_state"), "trend_regime")),
      fvgBias: wordOf(own(fvg, "bias")),
    },
    htf: labelsOfObject(alignment) ?? labelsOfText(own(fvg, "htf_status") ?? own(root, "htf_status")),
    strength: numberOf(
      own(root, "strength") ?? own(own(root, "market_context"), "signal_strength") ?? own(setup, "signal_strength"),
    ),
    signalType: wordOf(own(fvg, "signal_type") ?? own(setup, "setup_family")),
    signalCandle: candleOf(signalCandle),
    externalId: externalIdOf(own(root, "trade_id"), own(root, "signal_id")),
  };
}

/**
 * the first available of a canonical trade_id or signal_id, event_timestamp (zone-less = New York), timestamp (zone-less = UTC).
 * A time that is there but cannot be read is not skipped: guessing another one could name a wrong candle.
 */
function candleTimeOf(root: JsonObject): EpochMs | null {
  const byId = tradeIdTimeOf(own(root, "trade_id")) ?? tradeIdTimeOf(own(root, "signal_id"));
  if (byId !== null) return byId;
  const eventTime = own(root, "event_timestamp");
  const sent = typeof eventTime === "string" ? eventTime.trim() !== "" : eventTime !== undefined;
  if (sent) return instantOf(eventTime, "new-york");
  return instantOf(own(root, "timestamp"), "utc");
}

/** The symbol as sent; something that is no symbol at all stays something, so that check 2 refuses it. */
function symbolOf(value: unknown): string | null {
  if (value === undefined || (typeof value === "string" && value.trim() === "")) return null;
  return wordOf(value) ?? "?";
}

/** A name from outside, quoted only when it is a short plain word: answers do not echo foreign text. */
function shown(name: string): string {
  return /^\w{1,40}$/.test(name) ? name : "something else";
}

function bad(message: string): ParsedBad {
  return { kind: "bad", code: "BAD_PAYLOAD", message: `${message[0]?.toUpperCase()}${message.slice(1)}.` };
}
