/**
 * Format F1, the colon string: `SIGNAL:<bias>:<price>:<strength>:<htf>:<type>[:ML_ACC:<n>]:<time>` (methodology 2.1).
 * The parts htf and time contain colons themselves, so the string is taken from both ends towards the middle
 * and never split on every colon (INV-22).
 */

import { instantOf } from "@/lib/signal/alert-time";
import { decimalOf, labelsOfText, numberOf, positiveDecimalOf, wordOf } from "@/lib/signal/alert-values";
import { directionOf } from "@/lib/signal/direction";
import type { ParsedBad, ParsedSignal } from "@/lib/signal/types";

const HEAD = /^SIGNAL:([^:]*):([^:]*):([^:]*)(?::(.*))?$/i;
const TIME_AT_END =
  /(?:^|:)(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)?|\d{1,16})$/i;
const ACCURACY_AT_END = /(?:^|:)ML_ACC:[^:]*$/i;
const BIAS = /^(?:bullish|bearish)$/i;
const BIAS_WORD = /^(?:bullish|bearish|neutral)$/i;

/** True when a body is meant as F1, well-formed or not. */
export function isColonString(text: string): boolean {
  return /^SIGNAL:/i.test(text);
}

/**
 * Parses an F1 string (trimmed).
 * A zone-less ISO time is UTC. An empty strength, htf or type is "not sent"; a missing time is BAD_PAYLOAD because the candle cannot be found.
 */
export function parseColonString(text: string): ParsedSignal | ParsedBad {
  const head = HEAD.exec(text);
  if (head === null) return bad("expected SIGNAL:<bias>:<price>:<strength>:<htf>:<type>:<time> on one line");
  const [, bias = "", priceText = "", strengthText = "", rest = ""] = head;
  const direction = BIAS.test(bias.trim()) ? directionOf(bias) : null;
  if (direction === null) return bad("bias: expected Bullish or Bearish");
  const price = positiveDecimalOf(priceText);
  if (price === null) return bad("price: expected a number above 0");
  if (strengthText.trim() !== "" && decimalOf(strengthText) === null)
    return bad("strength: expected a number or nothing");
  const time = TIME_AT_END.exec(rest.trimEnd());
  const candleAt = time === null ? null : instantOf(time[1], "utc");
  if (time === null || candleAt === null) return bad("time: expected epoch ms, epoch s or ISO 8601 at the end");
  const { htf, type } = middle(rest.slice(0, time.index));
  return {
    kind: "signal",
    format: "F1",
    direction,
    candleAt,
    price,
    symbol: null,
    biases: { m1: null, trendRegime: null, fvgBias: null },
    htf: labelsOfText(htf),
    strength: numberOf(strengthText),
    signalType: wordOf(type),
    signalCandle: null,
    externalId: null,
  };
}

/** What stands between strength and time: the type is the last part, everything before it is htf. */
function middle(text: string): { htf: string; type: string } {
  const part = text.replace(ACCURACY_AT_END, "");
  const colon = part.lastIndexOf(":");
  const last = part.slice(colon + 1);
  if (BIAS_WORD.test(last.trim())) return { htf: part, type: "" };
  return { htf: colon < 0 ? "" : part.slice(0, colon), type: last };
}

function bad(message: string): ParsedBad {
  return { kind: "bad", code: "BAD_PAYLOAD", message: `Colon string: ${message}.` };
}
