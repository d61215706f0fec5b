/**
 * The texts of one ticker cell and its card, from a reading. Pure; ticks become decimal text here.
 */
import { changePercent, withSign } from "@/lib/format/number";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import type { TickerReading } from "@/lib/stream/events";

export interface TickerFigures {
  readonly last: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
  /** Ask minus bid in points; negative (crossed book) is shown as it is. */
  readonly spread: string | null;
  readonly spreadTicks: number | null;
  /** Signed change against the reference, points and percent; null without price or reference. */
  readonly change: string | null;
  readonly percent: string | null;
  readonly trend: 1 | -1 | 0;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly reference: string | null;
  /** What the change is measured against, in a word. */
  readonly against: "settlement" | "session open" | null;
}

export function tickerFigures(reading: TickerReading, scale: PriceScale): TickerFigures {
  const text = (ticks: Ticks | null): string | null => (ticks === null ? null : formatPrice(ticks, scale));
  const { last, bid, ask, reference } = reading;
  const spreadTicks = bid === null || ask === null ? null : ask - bid;
  const change = last === null || reference === null ? null : last - reference;
  return {
    last: text(last),
    bid: text(bid),
    ask: text(ask),
    spread: text(spreadTicks),
    spreadTicks,
    change: change === null ? null : withSign(formatPrice(change, scale)),
    percent: change === null || reference === null ? null : changePercent(change, reference),
    trend: change === null ? 0 : change > 0 ? 1 : change < 0 ? -1 : 0,
    open: text(reading.open),
    high: text(reading.high),
    low: text(reading.low),
    reference: text(reference),
    against: reading.referenceKind === "open" ? "session open" : reading.referenceKind,
  };
}
