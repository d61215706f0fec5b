/**
 * Geometry of the R ladder: which span of R it shows and where a distance lies on it. Pure; distances in ticks, places as
 * a share of the width from 0 (stop) to 1 (top).
 */

import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { readableR } from "@/lib/format/number";
import { etTime } from "@/lib/format/time";
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { MfeReading } from "@/lib/stream/events";
import { beStopOf } from "@/lib/trade/record";

/** What a ladder draws. Distances are signed ticks from the entry, favourable above 0. */
export interface LadderView {
  /** Ticks of 1R, above 0. */
  readonly risk: Ticks;
  /** Newest price; null draws no marker (a closed trade). */
  readonly now: Ticks | null;
  readonly noBeMfe: Ticks;
  readonly beMfe: Ticks;
  /** At most 0. */
  readonly mae: Ticks;
  /** Level of the break-even trigger. */
  readonly beTrigger: Ticks;
  /** Level of the break-even stop once armed; 0 is the entry. */
  readonly beStop: Ticks;
  readonly beArmed: boolean;
  readonly beOpen: boolean;
  readonly open: boolean;
  /** First touch of whole R, by R as text ("1".."20"). */
  readonly touches: Readonly<Record<string, EpochMs>>;
}

/** The scale grows in few steps, so that it stands still for long and tells at a glance how far a trade has come. */
const tops = [3, 5, 8, 12, 16, 20] as const;
/** Beyond the last of them it grows by this much. */
const topStep = 5;
/** Room kept above the highest point, in quarters of R. */
const headroomQuarters = 1;

/** Top of the scale in whole R, for a trade that has reached `reach` ticks. */
export function ladderTop(reach: Ticks, risk: Ticks): number {
  const needed = reach / risk + headroomQuarters / 4;
  const step = tops.find((top) => needed <= top);
  return step ?? Math.ceil(needed / topStep) * topStep;
}

/** Place of a distance on a scale from −1R to `top`, kept within the scale. */
export function ladderShare(distance: Ticks, risk: Ticks, top: number): number {
  return Math.min(1, Math.max(0, (distance / risk + 1) / (top + 1)));
}

/** Whole R that are labelled: all of them while they fit, then every second, every fourth … The top one always. */
export function labelledRungs(top: number, labelsMax: number): ReadonlySet<number> {
  let step = 1;
  while (top / step > labelsMax) step += 1;
  const labelled = new Set<number>([top]);
  // From the top down, so that the last two never stand close together.
  for (let rung = top; rung >= 1; rung -= step) labelled.add(rung);
  return labelled;
}

/** The ladder of a trade; `reading` null: the record's own last values. A closed trade has no "now". */
export function ladderOf(
  record: Pick<SignalRecord, "direction">,
  trade: TradeRecord,
  reading: MfeReading | null,
): LadderView {
  const sign = record.direction === "bullish" ? 1 : -1;
  const open = trade.noBeLeg === "OPEN";
  return {
    risk: trade.risk,
    now: open ? sign * ((reading?.last ?? trade.lastPrice) - trade.entryPrice) : null,
    noBeMfe: reading?.noBeMfe ?? trade.noBeMfe,
    beMfe: reading?.beMfe ?? trade.beMfe,
    mae: reading?.mae ?? trade.mae,
    beTrigger: sign * (trade.beTriggerPrice - trade.entryPrice),
    beStop: sign * (beStopOf(trade) - trade.entryPrice),
    beArmed: trade.beTriggeredAt !== null,
    beOpen: trade.beLeg === "OPEN" || trade.beLeg === "TRIGGERED",
    open,
    touches: trade.targetsHit,
  };
}

/** Where the break-even leg stands, in words. */
export function breakEvenWords(view: LadderView): string {
  const place = view.beStop === 0 ? "the entry" : readableR(view.beStop, view.risk);
  if (!view.beOpen) return view.beArmed ? `break-even leg out at ${place}` : "break-even leg stopped";
  return view.beArmed ? `break-even stop at ${place}` : "break-even not armed";
}

/** Everything the picture says, as one sentence for those who do not see it. */
export function ladderSentence(view: LadderView): string {
  const { risk } = view;
  const parts = view.now === null ? ["closed"] : [`now ${readableR(view.now, risk)}`];
  parts.push(`best ${readableR(view.noBeMfe, risk)}`);
  if (view.beMfe < view.noBeMfe) parts.push(`break-even leg best ${readableR(view.beMfe, risk)}`);
  parts.push(`worst ${readableR(view.mae, risk)}`, breakEvenWords(view));
  const touches = Object.entries(view.touches).map(([rung, at]) => `${rung}R first touched ${etTime(at)} ET`);
  return `R ladder: ${[...parts, ...touches].join(", ")}`;
}
