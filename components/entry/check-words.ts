/**
 * A check of the decision in one sentence, from the very inputs it recorded (methodology 3 to 5). Pure.
 * An input that is not there (a record of an earlier version) leaves its clause out; a check nobody described lists its inputs.
 */
import { reasonText } from "@/components/signals/outcome";
import type { Check, SignalRecord } from "@/lib/engine/types";
import { withSign } from "@/lib/format/number";
import { etDay, etMinute, etTime } from "@/lib/format/time";
import { SESSIONS } from "@/lib/market/session";
import type { EpochMs } from "@/lib/market/types";

type Inputs = Check["inputs"];
type Value = Inputs[string] | undefined;

const text = (value: Value): string => (value === null || value === undefined ? "" : String(value));
const instant = (value: Value): EpochMs | null => (typeof value === "number" ? value : null);

const titles: Readonly<Record<string, string>> = {
  bias: "Bias",
  "market open": "Market open",
  session: "Session",
  staleness: "Price still near",
  "higher timeframes": "Higher timeframes",
  "signal candle": "Signal candle",
  order: "Order",
  "one pending signal": "One at a time",
  confirmation: "Confirmation",
  stop: "Stop",
};

/** The checks before the decision to wait, in the order they are asked. */
export const checkOrder = [
  "bias",
  "market open",
  "session",
  "staleness",
  "higher timeframes",
  "signal candle",
  "order",
  "one pending signal",
] as const;

export function checkTitle(name: string): string {
  return titles[name] ?? name;
}

/** `08:30–11:59` of a session; empty for one without. */
function hoursOf(session: string): string {
  const index = SESSIONS.findIndex((one) => one.name === session);
  const until = SESSIONS[index]?.until;
  if (until === undefined) return "";
  const from = SESSIONS[index - 1]?.until ?? 0;
  const clock = (ms: number): string => {
    const minutes = Math.floor(ms / 60_000);
    return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  };
  return `${clock(from)}–${clock(until - 60_000)}`;
}

function bias({ m1, trendRegime, fvgBias, direction }: Inputs, failed: boolean): string {
  const said = [
    ["1-minute bias", m1],
    ["trend", trendRegime],
    ["gap bias", fvgBias],
  ].filter(([, word]) => word !== null && word !== undefined);
  if (said.length === 0) return "The alert carries no bias of its own, so nothing contradicts its direction.";
  const list = said.map(([name, word]) => `${name} ${text(word)}`).join(", ");
  return failed
    ? `The alert says ${text(direction)}, but carries ${list}: it contradicts itself.`
    : `The alert's own ${list} does not contradict ${text(direction)}.`;
}

function dayOfOther(at: EpochMs, reference: EpochMs | null): string {
  return reference !== null && etDay(at) === etDay(reference) ? "" : `${etDay(at)} `;
}

function marketOpen({ candleAt, closesAt, opensAt }: Inputs, failed: boolean): string {
  const at = instant(candleAt);
  const when = at === null ? "" : ` at ${etMinute(at)} ET`;
  if (failed) {
    const opens = instant(opensAt);
    return `Market closed${when}${opens === null ? "" : `; it opens ${dayOfOther(opens, at)}${etMinute(opens)} ET`}.`;
  }
  const closes = instant(closesAt);
  return `Market open${when}${closes === null ? "" : `: regular session until ${dayOfOther(closes, at)}${etMinute(closes)} ET`}.`;
}

function session(inputs: Inputs, outcome: Check["outcome"], at: EpochMs): string {
  const name = text(inputs["session"]);
  if (outcome === "passed") return `${etMinute(at)} ET lies in ${name} (${hoursOf(name)}).`;
  const outside = `${etMinute(at)} ET lies outside the six sessions (${hoursOf("INVALID")} has none)`;
  return outcome === "flagged" ? `${outside}; the session filter is off, so it may pass.` : `${outside}.`;
}

function staleness(
  { marketPrice, signalPrice, deviation, threshold, action }: Inputs,
  outcome: Check["outcome"],
): string {
  if (marketPrice === null) return "No trade in the 5 s before the receipt, so the distance to the market is unknown.";
  if (signalPrice === null) return "The alert brought no price and there is no candle to take one from.";
  const stand = `At receipt the market stood at ${text(marketPrice)}, the alert at ${text(signalPrice)}: ${withSign(text(deviation))} points`;
  if (action === "off") return `${stand}. Staleness is not judged in this profile.`;
  if (outcome === "passed") return `${stand}, within ${text(threshold)}.`;
  const consequence = outcome === "failed" ? "the rules reject that" : "flagged, still watched";
  return `${stand}, more than ${text(threshold)}; ${consequence}.`;
}

function higherTimeframes({ required, frames, sent, aligned }: Inputs, failed: boolean): string {
  const said = text(sent) === "" ? "The alert names no timeframe" : `The alert says ${text(sent)}`;
  const verdict =
    aligned === null
      ? "alignment unknown"
      : aligned === true
        ? "aligned with the direction"
        : "not aligned with the direction";
  if (failed) return `${said}; ${text(frames)} must agree: ${verdict}.`;
  return required === true
    ? `${said}; ${text(frames)}: ${verdict}.`
    : `${said}; ${verdict}. Alignment is not required.`;
}

function signalCandle({ candleAt, source, high, low }: Inputs, failed: boolean): string {
  const at = instant(candleAt);
  const minute = at === null ? "that minute" : `${etMinute(at)} ET`;
  if (failed) return `There is no complete candle of ${minute}, neither ours nor the alert's.`;
  const whose =
    source === "payload" ? "the alert's own, because ours is missing or incomplete" : "built from our own trades";
  return `Candle ${minute}, ${whose}: high ${text(high)}, low ${text(low)}.`;
}

function order({ pendingCandleAt }: Inputs, failed: boolean): string {
  const pending = instant(pendingCandleAt);
  if (pending === null) return "No other signal was waiting.";
  return failed
    ? `A signal of ${etMinute(pending)} ET was waiting already; an older one changes nothing any more.`
    : `The signal that was waiting is of ${etMinute(pending)} ET, not newer than this one.`;
}

function onePending({ pending }: Inputs, failed: boolean): string {
  if (pending === null || pending === undefined) return "No signal of this direction was waiting.";
  return failed
    ? `${text(pending)} of the same direction was waiting already; the first one stays.`
    : `${text(pending)} of the other direction was waiting; this one ends it.`;
}

function confirmation({ candleAt, close, level, bars }: Inputs, record: SignalRecord): string {
  const at = instant(candleAt);
  const side = record.direction === "bullish" ? "above" : "below";
  const word = bars === 1 ? "candle" : "candles";
  return `${at === null ? "The candle" : `Candle ${etMinute(at)} ET`} closed at ${text(close)}, ${side} ${text(level)}, ${text(bars)} ${word} after the signal.`;
}

function stop({ anchorAt, anchorPrice, buffer, stop: level, insideRange }: Inputs, record: SignalRecord): string {
  const at = instant(anchorAt);
  const [side, sign] = record.direction === "bullish" ? ["low", "−"] : ["high", "+"];
  const where = insideRange === true ? " It lies inside the range." : "";
  return `The ${side} ${text(anchorPrice)}${at === null ? "" : ` of ${etMinute(at)} ET`} ${sign} ${text(buffer)} = ${text(level)}.${where}`;
}

function plain(inputs: Inputs): string {
  return Object.entries(inputs)
    .map(([name, value]) => `${name} ${inputText(name, value)}`)
    .join(", ");
}

/** An input as it was recorded; names that end in `At` are instants. */
export function inputText(name: string, value: Value): string {
  if (value === null || value === undefined) return "none";
  return name.endsWith("At") && typeof value === "number" ? `${etTime(value)} ET` : String(value);
}

/** What a check saw and why it came out as it did. */
export function checkSentence(check: Check, record: SignalRecord): string {
  const { inputs, outcome } = check;
  const failed = outcome === "failed";
  switch (check.name) {
    case "bias":
      return bias(inputs, failed);
    case "market open":
      return marketOpen(inputs, failed);
    case "session":
      return session(inputs, outcome, record.signalCandleAt);
    case "staleness":
      return staleness(inputs, outcome);
    case "higher timeframes":
      return higherTimeframes(inputs, failed);
    case "signal candle":
      return signalCandle(inputs, failed);
    case "order":
      return order(inputs, failed);
    case "one pending signal":
      return onePending(inputs, failed);
    case "confirmation":
      return confirmation(inputs, record);
    case "stop":
      return stop(inputs, record);
    default:
      return `${reasonText(check.name)}: ${plain(inputs)}`;
  }
}
