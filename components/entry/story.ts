/** The one sentence over an entry: what happened, by which numbers, and how it ended. Exact for every outcome. Pure. */
import { checkSentence } from "@/components/entry/check-words";
import { reasonText } from "@/components/signals/outcome";
import { shortR } from "@/components/signals/story";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { readableR } from "@/lib/format/number";
import { etDay, etMinute } from "@/lib/format/time";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { tradeIdTimeOf } from "@/lib/signal/alert-time";
import { legResults } from "@/lib/trade/leg-results";

/** What the record alone does not say. */
export interface StoryFacts {
  /** Candles that were asked to confirm so far; null when not known. */
  readonly asked: number | null;
  /** Close of the newest of them. */
  readonly lastClose: Ticks | null;
  /** Fill that voided the signal. */
  readonly voidPrice: Ticks | null;
}

const anchors: Readonly<Record<string, string>> = {
  PIVOT_3: "3-candle pivot",
  PIVOT_4: "4-candle pivot",
  OPPOSING_CANDLE: "nearest opposing candle",
  SIGNAL_CANDLE: "signal candle",
};

export const directionWord = { bullish: "Bullish", bearish: "Bearish" } as const;

/** `A`, `C-pivot`: a scenario as the rules write it. */
export function scenarioName(scenario: string): string {
  return scenario.replace(/^C_/, "C-").replace(/-([A-Z]+)$/, (_all, word: string) => `-${word.toLowerCase()}`);
}

function confirmation(record: SignalRecord, price: (ticks: Ticks) => string): string | null {
  const { signalCandle, confirmationCandle, barsToConfirmation: bars, direction } = record;
  if (confirmationCandle === null || signalCandle === null) return null;
  const level = direction === "bullish" ? signalCandle.high : signalCandle.low;
  const beyond = direction === "bullish" ? ">" : "<";
  const after = bars === null ? "" : ` after ${bars} ${bars === 1 ? "bar" : "bars"}`;
  return `confirmed${after} by the close ${price(confirmationCandle.close)} ${beyond} ${price(level)}`;
}

function stop(record: SignalRecord, price: (ticks: Ticks) => string): string | null {
  const { stopLoss, bufferTicks, stopAnchorType, stopAnchorAt, stopScenario, direction } = record;
  if (stopLoss === null || stopAnchorType === null || bufferTicks === null) return null;
  const side = direction === "bullish" ? "under the low" : "over the high";
  const anchor = anchors[stopAnchorType] ?? stopAnchorType.toLowerCase();
  const at = stopAnchorAt === null ? "" : ` of ${etMinute(stopAnchorAt)}`;
  return `stop ${price(stopLoss)} is ${price(bufferTicks)} points ${side} of the ${anchor}${at} (scenario ${scenarioName(stopScenario ?? "unknown")})`;
}

function closing(trade: TradeRecord, record: SignalRecord, price: (ticks: Ticks) => string): string {
  const at = trade.closedAt === null ? "" : ` at ${clockOf(trade.closedAt, trade.entryAt)}`;
  const fill = trade.exitPrice === null ? "" : ` at ${price(trade.exitPrice)}`;
  if (trade.exitReason === "ROLL") return `closed${fill}${at} when its contract was retired`;
  if (trade.exitReason === "MANUAL") return `closed by hand${fill}${at}`;
  const { realizedNoBe } = legResults(trade, record.direction);
  const gap = trade.gapExit === true ? `, gapped to ${shortR(realizedNoBe)}` : "";
  return `stopped${fill}${at}${gap}`;
}

/** `11:00`, with the day when it is another one than `since`. */
function clockOf(at: EpochMs, since: EpochMs): string {
  return etDay(at) === etDay(since) ? etMinute(at) : `${etDay(at)} ${etMinute(at)}`;
}

function breakEven(trade: TradeRecord, record: SignalRecord): string | null {
  if (trade.beTriggeredAt === null) return null;
  const armed = `break-even armed ${clockOf(trade.beTriggeredAt, trade.entryAt)}`;
  if (trade.beLeg === "TRIGGERED") return `${armed}, still waiting for price to come back`;
  const { outcomeBe } = legResults(trade, record.direction);
  const out = trade.beExitAt === null ? "" : ` out ${clockOf(trade.beExitAt, trade.entryAt)}`;
  return `${armed}, that leg${out} with ${shortR(outcomeBe) ?? "no result"}`;
}

function tradePart(record: SignalRecord, trade: TradeRecord, price: (ticks: Ticks) => string): string[] {
  const open = trade.closedAt === null;
  const entered = `entered at ${price(trade.entryPrice)} (risk ${price(trade.risk)} points)`;
  const best = `best ${readableR(trade.noBeMfe, trade.risk)}`;
  if (open) return [entered, ...[breakEven(trade, record)].filter((part) => part !== null), `still open, ${best}`];
  const { outcomeNoBe } = legResults(trade, record.direction);
  const legs = [breakEven(trade, record)].filter((part) => part !== null);
  return [entered, ...legs, `${closing(trade, record, price)}: ${shortR(outcomeNoBe) ?? "no result"}, ${best}`];
}

function cancelled(record: SignalRecord): string {
  if (record.reason === "contract_retired") return "ended unconfirmed when its contract was retired";
  const { cancelledBy, direction } = record;
  const by = cancelledBy === null ? null : tradeIdTimeOf(cancelledBy);
  const other = directionWord[direction === "bullish" ? "bearish" : "bullish"];
  return by === null
    ? "cancelled by an opposing signal"
    : `cancelled by the ${other} signal of ${clockOf(by, record.signalCandleAt)}`;
}

function rejected(record: SignalRecord): string {
  const failed = record.checks.find((check) => check.outcome === "failed");
  const detail = failed === undefined ? "" : ` ${checkSentence(failed, record)}`;
  return `rejected, ${reasonText(record.reason)}:${detail === "" ? " the check left no words" : detail}`;
}

function voided(record: SignalRecord, facts: StoryFacts, price: (ticks: Ticks) => string): string {
  if (record.reason === "CONTRACT_RETIRED")
    return "void: its contract was retired before a first trade could be its entry";
  const fill =
    facts.voidPrice === null ? "the first trade after it" : `the first trade after it, ${price(facts.voidPrice)},`;
  return `void: ${fill} was at or beyond the stop, so there was no risk to take`;
}

function waiting(record: SignalRecord, facts: StoryFacts, price: (ticks: Ticks) => string): string {
  const { signalCandle, direction } = record;
  if (signalCandle === null) return "waiting for a close beyond its signal candle";
  const bullish = direction === "bullish";
  const level = bullish ? signalCandle.high : signalCandle.low;
  const need = `waiting for a close ${bullish ? "above" : "below"} ${price(level)}`;
  if (facts.asked === null || facts.asked === 0 || facts.lastClose === null)
    return `${need}; no candle has closed since`;
  const short = bullish ? level - facts.lastClose : facts.lastClose - level;
  const count = facts.asked === 1 ? "1 candle has" : `${facts.asked} candles have`;
  return `${need}; ${count} closed since, the last at ${price(facts.lastClose)}, ${price(Math.max(0, short))} short of it`;
}

/** E.g. "Bullish at 10:12 ET, confirmed after 2 bars by the close 25104.75 > 25098.50; stop …; entered at …." */
export function storyOf(record: SignalRecord, scale: PriceScale, facts: StoryFacts): string {
  const price = (ticks: Ticks): string => formatPrice(ticks, scale);
  const head = `${directionWord[record.direction]} at ${etMinute(record.signalCandleAt)} ET`;
  if (record.status === "REJECTED") return sentence([`${head}, ${rejected(record)}`]);
  const how = confirmation(record, price);
  const parts = [how === null ? head : `${head}, ${how}`];
  const stopPart = stop(record, price);
  if (stopPart !== null) parts.push(stopPart);
  if (record.trade !== null) parts.push(...tradePart(record, record.trade, price));
  if (record.status === "VOID") parts.push(voided(record, facts, price));
  if (record.status === "CANCELLED") parts.push(cancelled(record));
  if (record.status === "PENDING") parts.push(waiting(record, facts, price));
  if (record.status === "CONFIRMED" && record.trade === null) parts.push("waiting for its first trade");
  return sentence(parts);
}

/** The trade as people corrected it, e.g. "stop 20990.00; entered at 21000.25 (risk 10.25 points); …". Null without a trade. */
export function correctedStoryOf(record: SignalRecord, scale: PriceScale): string | null {
  const { trade, stopLoss } = record;
  if (trade === null || stopLoss === null) return null;
  const price = (ticks: Ticks): string => formatPrice(ticks, scale);
  // Where the machine's stop came from says nothing of a person's.
  return sentence([`stop ${price(stopLoss)}`, ...tradePart(record, trade, price)]);
}

function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return text.endsWith(".") ? text : `${text}.`;
}
