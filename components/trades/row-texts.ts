/**
 * The texts of one row of the board, from a record and the newest reading. Pure; ticks become text here, once per frame and row.
 */
import type { LadderView } from "@/components/trades/ladder/ladder-scale";
import { ladderOf } from "@/components/trades/ladder/ladder-scale";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { readableR, unknown, withSign } from "@/lib/format/number";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { MfeReading } from "@/lib/stream/events";
import { type NextEvent, nextEvents } from "@/lib/trade/next-event";

export interface RowTexts {
  /** Present distance from the entry: R and points. */
  readonly now: string;
  readonly nowPoints: string;
  readonly trend: "up" | "down" | "flat";
  readonly mfe: string;
  readonly mae: string;
  /** How much of the best is given back. */
  readonly back: string;
  /** The break-even leg: its own best where it differs, else how it stands. */
  readonly be: string;
  /** What is nearest: its name, ticks and points. */
  readonly next: string;
  readonly nextTicks: string;
  readonly nextPoints: string;
  /** Whether the nearest is against the trade. */
  readonly nextTone: "against" | "for" | "none";
  /** What else can happen, in points. */
  readonly others: string;
}

/** Name of a coming event as people say it. */
export function eventName(event: Pick<NextEvent, "kind" | "target">, triggerR: string): string {
  switch (event.kind) {
    case "stop":
      return "stop";
    case "be-exit":
      return "BE exit";
    case "be-trigger":
      return `BE at ${triggerR}`;
    case "target":
      return `${event.target}R`;
  }
}

/** R of the break-even trigger without needless decimals: `1R`, `1.5R`. */
function triggerText(view: LadderView): string {
  return `${Number((view.beTrigger / view.risk).toFixed(2))}R`;
}

function breakEvenText(view: LadderView): string {
  if (!view.beOpen) return `BE out ${readableR(view.beMfe, view.risk)}`;
  return view.beArmed ? "BE armed" : "BE waits";
}

/** Everything a row shows that moves with the price. `reading` null: the record's own last values. */
export function rowTexts(
  record: SignalRecord,
  trade: TradeRecord,
  reading: MfeReading | null,
  scale: PriceScale,
): RowTexts {
  const view = ladderOf(record, trade, reading);
  const { risk } = view;
  const now = view.now ?? 0;
  const last = reading?.last ?? trade.lastPrice;
  const [next, ...others] = nextEvents(trade, record.direction, last, view.noBeMfe);
  const points = (ticks: number): string => formatPrice(ticks, scale);
  const trigger = triggerText(view);
  return {
    now: readableR(now, risk),
    nowPoints: withSign(points(now)),
    trend: now > 0 ? "up" : now < 0 ? "down" : "flat",
    mfe: readableR(view.noBeMfe, risk),
    mae: readableR(view.mae, risk),
    back: `back ${readableR(Math.max(0, view.noBeMfe - now), risk).replace("+", "")}`,
    be: breakEvenText(view),
    next: next === undefined ? unknown : eventName(next, trigger),
    nextTicks: next === undefined ? unknown : `${next.distance} ${next.distance === 1 ? "tick" : "ticks"}`,
    nextPoints: next === undefined ? "" : points(next.distance),
    nextTone: next === undefined ? "none" : next.kind === "stop" || next.kind === "be-exit" ? "against" : "for",
    others: others.map((event) => `${eventName(event, trigger)} ${points(event.distance)}`).join(" · "),
  };
}

/** How near a trade is to its next event, as a share of its risk: comparable between contracts. Infinity when unknown. */
export function nearness(record: SignalRecord | undefined, reading: MfeReading | null): number {
  const trade = record?.trade ?? null;
  if (record === undefined || trade === null) return Number.POSITIVE_INFINITY;
  const [next] = nextEvents(
    trade,
    record.direction,
    reading?.last ?? trade.lastPrice,
    reading?.noBeMfe ?? trade.noBeMfe,
  );
  return next === undefined ? Number.POSITIVE_INFINITY : next.distance / trade.risk;
}
