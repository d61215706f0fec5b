/** The one sentence over an entry: what happened and why, in plain words. Pure. */
import { reasonText } from "@/components/signals/outcome";
import type { SignalJson, TradeJson } from "@/components/signals/signal-json";
import { withSign } from "@/lib/format/number";
import { etMinute } from "@/lib/format/time";

const anchors: Readonly<Record<string, string>> = {
  PIVOT_3: "3-candle pivot",
  PIVOT_4: "4-candle pivot",
  OPPOSING_CANDLE: "nearest opposing candle",
  SIGNAL_CANDLE: "signal candle",
};

/** R text of the API (4 decimals) with two, signed. */
export function shortR(text: string | null): string | null {
  return text === null
    ? null
    : `${withSign(
        Number(text)
          .toFixed(2)
          .replace(/^-(0\.00)$/, "$1"),
      )}R`;
}

function confirmation(signal: SignalJson): string | null {
  const { signalCandle, confirmationCandle, barsToConfirmation, direction } = signal;
  if (confirmationCandle === null || signalCandle === null) return null;
  const level = direction === "bullish" ? signalCandle.high : signalCandle.low;
  const beyond = direction === "bullish" ? ">" : "<";
  const bars =
    barsToConfirmation === null ? "" : ` after ${barsToConfirmation} ${barsToConfirmation === 1 ? "bar" : "bars"}`;
  return `confirmed${bars} by the close ${confirmationCandle.close} ${beyond} ${level}`;
}

function stop(signal: SignalJson): string | null {
  const { stopLoss, bufferPoints, stopAnchorType, stopAnchorAt, stopScenario, direction } = signal;
  if (stopLoss === null || stopAnchorType === null) return null;
  const side = direction === "bullish" ? "under the low" : "over the high";
  const anchor = anchors[stopAnchorType] ?? stopAnchorType.toLowerCase();
  const at = stopAnchorAt === null ? "" : ` at ${etMinute(stopAnchorAt)}`;
  return `stop ${stopLoss} is ${bufferPoints ?? "some"} points ${side} of the ${anchor}${at} (scenario ${stopScenario ?? "unknown"})`;
}

function result(trade: TradeJson): string {
  const best = `best ${shortR(trade.noBeMfe) ?? ""}`;
  if (trade.closedAt === null) return `entered at ${trade.entryPrice}, still open, ${best}`;
  return `entered at ${trade.entryPrice}, closed ${etMinute(trade.closedAt)} with ${shortR(trade.outcomeNoBe) ?? "no result"}, break-even leg ${shortR(trade.outcomeBe) ?? "no result"}, ${best}`;
}

/** E.g. "Bullish at 10:12 ET, confirmed after 2 bars by the close 25104.75 > 25098.50; stop …; entered at …." */
export function storyOf(signal: SignalJson): string {
  const direction = signal.direction === "bullish" ? "Bullish" : "Bearish";
  const parts = [`${direction} at ${etMinute(signal.signalCandleAt)} ET`];
  const confirmed = confirmation(signal);
  if (confirmed !== null) parts[0] = `${parts[0]}, ${confirmed}`;
  const stopPart = stop(signal);
  if (stopPart !== null) parts.push(stopPart);
  if (signal.trade !== null) parts.push(result(signal.trade));
  if (signal.status === "REJECTED" || signal.status === "VOID")
    parts.push(`${signal.status.toLowerCase()}: ${reasonText(signal.reason)}`);
  if (signal.status === "CANCELLED") parts.push("cancelled by an opposing signal");
  if (signal.status === "PENDING") parts.push("waiting for a close beyond its signal candle");
  return `${parts.join("; ")}.`;
}
