/**
 * Methodology 7.3 as literally as it can be written: one trade, every tick, no index. The oracle of the property tests.
 */
import type { Direction } from "@/lib/signal/types";

export interface NaiveTick {
  readonly at: number;
  readonly price: number;
}

/** Everything 7.3 says about one trade after a list of ticks. Prices in ticks, the first tick after the entry first. */
export function trackNaively(
  direction: Direction,
  entry: number,
  stop: number,
  ticks: readonly NaiveTick[],
  trigger: number,
  offset: number,
) {
  const up = direction === "bullish";
  const risk = Math.abs(entry - stop);
  let [highest, lowest, beBest] = [entry, entry, entry];
  let [beLeg, noBeLeg] = ["OPEN", "OPEN"];
  let beTriggeredAt: number | null = null;
  let beExit: NaiveTick | null = null;
  let noBeExit: NaiveTick | null = null;
  const targets: Record<string, number> = {};
  const heat: number[] = [];
  // By quarter-R step: when it was touched, and when price was first back at the entry after that.
  const touched = new Map<number, number>();
  const returned = new Map<number, number>();
  const beyond = (price: number, level: number) => (up ? price >= level : price <= level);
  const atOrBelow = (price: number, level: number) => (up ? price <= level : price >= level);
  const level = (distance: number) => (up ? entry + distance : entry - distance);
  for (const tick of ticks) {
    if (noBeExit !== null) break;
    const { price } = tick;
    if (atOrBelow(price, entry)) {
      for (const step of touched.keys()) if (!returned.has(step)) returned.set(step, tick.at);
    }
    if (up) lowest = Math.min(lowest, price);
    else highest = Math.max(highest, price);
    if (atOrBelow(price, stop)) {
      if (beExit === null) {
        beLeg = beLeg === "TRIGGERED" ? "BREAK_EVEN" : "STOP_LOSS";
        beExit = tick;
      }
      noBeLeg = "STOP_LOSS";
      noBeExit = tick;
      continue;
    }
    if (beLeg === "TRIGGERED" && atOrBelow(price, level(offset))) {
      beLeg = "BREAK_EVEN";
      beExit = tick;
    }
    if (up) highest = Math.max(highest, price);
    else lowest = Math.min(lowest, price);
    if (beExit === null) beBest = up ? highest : lowest;
    for (let n = 1; n <= 20; n += 1) {
      if (!beyond(price, level(n * risk)) || String(n) in targets) continue;
      targets[String(n)] = tick.at;
      heat.push(up ? lowest - entry : entry - highest);
    }
    for (let step = 1; step <= 80; step += 1) {
      if (beyond(price, level((step * risk) / 4)) && !touched.has(step)) touched.set(step, tick.at);
    }
    if (beLeg === "OPEN" && beyond(price, level(trigger))) {
      beLeg = "TRIGGERED";
      beTriggeredAt = tick.at;
    }
  }
  return {
    beLeg,
    noBeLeg,
    beTriggeredAt,
    beExitAt: beExit?.at ?? null,
    beExitPrice: beExit?.price ?? null,
    stopHitAt: noBeExit?.at ?? null,
    exitPrice: noBeExit?.price ?? null,
    highest,
    lowest,
    beMfe: Math.abs(beBest - entry),
    noBeMfe: up ? highest - entry : entry - lowest,
    mae: up ? lowest - entry : entry - highest,
    targetsHit: targets,
    heat,
    returned,
  };
}
