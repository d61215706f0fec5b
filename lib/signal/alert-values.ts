/**
 * Readers of single values in an alert body: decimals, words, ids, candles, frame labels (times: alert-time.ts).
 * Every reader takes anything at all and answers with a value or null; none throws, none trusts a prototype.
 * Knows no formats; those are in alert-colon.ts, alert-json.ts and alert-telemetry.ts.
 */

import { directionOf } from "@/lib/signal/direction";
import type { HtfFrame, ParsedSignal, PayloadCandle } from "@/lib/signal/types";

/** A JSON object read by own keys only, so that `__proto__` and `constructor` are ordinary names. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Longest word, symbol or id kept; longer ones are no value of ours (methodology 2.3: ids up to 64). */
export const TEXT_LENGTH_MAX = 64;

/** Prices and values from here on are not stored: the database keeps 12 digits before the point. */
const DECIMAL_MAX = 1e12;

const PLAIN_DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const GROUPED_DECIMAL = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const ID_CHARSET = /^[A-Za-z0-9_:-]{1,64}$/;

const FRAMES: Readonly<Record<string, HtfFrame>> = {
  D: "D",
  "1D": "D",
  DAILY: "D",
  "4H": "4H",
  H4: "4H",
  "1H": "1H",
  H1: "1H",
  "15M": "15M",
  M15: "15M",
  "5M": "5M",
  M5: "5M",
  "1M": "1M",
  M1: "1M",
};

/** True for a JSON object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own value of a key; undefined when the key is missing or the thing is no object. JSON null counts as missing. */
export function own(object: unknown, key: string): unknown {
  if (!isObject(object) || !Object.hasOwn(object, key)) return undefined;
  return object[key] ?? undefined;
}

/** Letters, digits, marks, punctuation, symbols and blanks: no control character, no half of a surrogate pair (neither can be stored). */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]+$/u;

/** Trimmed text of 1 to 64 printable characters; null for everything else. */
export function wordOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text.length <= TEXT_LENGTH_MAX && PRINTABLE.test(text) ? text : null;
}

/** The sender's id as far as it keeps to the charset of methodology 2.3; null otherwise. */
export function externalIdOf(...candidates: readonly unknown[]): string | null {
  for (const candidate of candidates) {
    if (typeof candidate === "string" && ID_CHARSET.test(candidate.trim())) return candidate.trim();
  }
  return null;
}

/**
 * Plain decimal text of a JSON number or of text that holds one; thousands commas are removed, exponents written out.
 * `NaN`, `null` as text, a decimal comma and wrong groups are no numbers (INV-22, INV-23).
 * @returns null when it is no finite number or not below 10^12 in size
 */
export function decimalOf(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  if (text.length > TEXT_LENGTH_MAX) return null;
  const plain = GROUPED_DECIMAL.test(text) ? text.replaceAll(",", "") : text;
  if (!PLAIN_DECIMAL.test(plain)) return null;
  const size = Math.abs(Number(plain));
  if (!(size < DECIMAL_MAX)) return null;
  return /e/i.test(plain) ? writtenOut(plain) : tidy(plain);
}

/** Decimal text above zero, or null. */
export function positiveDecimalOf(value: unknown): string | null {
  const text = decimalOf(value);
  return text !== null && !text.startsWith("-") && /[1-9]/.test(text) ? text : null;
}

/** A number for values that are only informative (strength); null when it is none. */
export function numberOf(value: unknown): number | null {
  const text = decimalOf(value);
  return text === null ? null : Number(text);
}

/** `.5` and `5.` and `+5` in the one spelling other parsers take too. */
function tidy(plain: string): string {
  const negative = plain.startsWith("-");
  const [whole = "", fraction = ""] = plain.replace(/^[+-]/, "").split(".");
  return `${negative ? "-" : ""}${whole || "0"}${fraction ? `.${fraction}` : ""}`;
}

/** Decimal text of a spelling with an exponent, by moving the point; nothing is rounded. */
function writtenOut(text: string): string {
  const [coefficient = "", exponentText = "0"] = text.toLowerCase().split("e");
  const negative = coefficient.startsWith("-");
  const [whole = "", fraction = ""] = coefficient.replace(/^[+-]/, "").split(".");
  const point = whole.length + Number(exponentText);
  const digits = whole + fraction;
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  return tidy(`${negative ? "-" : ""}${padded.slice(0, at)}.${padded.slice(at)}`);
}

/** Open, high, low, close when all four are numbers above zero that fit together; null otherwise. */
export function candleOf(value: unknown): PayloadCandle | null {
  const [open, high, low, close] = ["open", "high", "low", "close"].map((key) => positiveDecimalOf(own(value, key)));
  if (!open || !high || !low || !close) return null;
  const fits = [open, close].every((price) => Number(price) <= Number(high) && Number(price) >= Number(low));
  return fits ? { open, high, low, close } : null;
}

/** First of the given values that names a direction; null when none does (INV-22: never a default). */
export function firstDirection(values: readonly unknown[]) {
  for (const value of values) {
    const direction = typeof value === "string" ? directionOf(value) : null;
    if (direction !== null) return direction;
  }
  return null;
}

/** `1H:Bullish 15M:Neutral` as labels by frame, the literal ALIGNED, or null when no frame is named. */
export function labelsOfText(value: unknown): ParsedSignal["htf"] {
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^aligned$/i.test(text)) return "ALIGNED";
  return labels(text.split(/\s+/).map((part) => part.split(":")));
}

/** The object `htf_alignment` as labels by frame; its two booleans are never read (methodology 2.1, A-37). */
export function labelsOfObject(value: unknown): ParsedSignal["htf"] {
  return isObject(value) ? labels(Object.entries(value)) : null;
}

function labels(pairs: Iterable<readonly unknown[]>): Readonly<Partial<Record<HtfFrame, string>>> | null {
  const found: Partial<Record<HtfFrame, string>> = {};
  for (const [name, word] of pairs) {
    const key = typeof name === "string" ? name.trim().toUpperCase() : "";
    const frame = Object.hasOwn(FRAMES, key) ? FRAMES[key] : undefined;
    const label = wordOf(word);
    if (frame !== undefined && label !== null) found[frame] = label;
  }
  return Object.keys(found).length > 0 ? found : null;
}
