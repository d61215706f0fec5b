/**
 * A minute bar in place of lost ticks, applied to one open trade (methodology 7.4, D-11, D-12). Inside a bar only three
 * things are known: it began with its open, ended with its close and reached both extremes. What follows from that is
 * taken; where the order decides, the adverse side is taken to have come first, and the trade says so.
 *
 * - A bar that reaches the stop ends both legs and contributes nothing favourable; it is ambiguous when it also reached 1R.
 * - A bar that reaches the stop of a triggered BE leg ends that leg, which takes nothing favourable from it; the other
 *   leg goes on. Ambiguous when the bar would have raised the BE leg's extreme.
 * - A bar that triggers the BE leg: a dip to the break-even stop counts as before the trigger (ambiguous), but a close
 *   there certainly came after it and ends the leg, whose extreme then is the trigger: more is not known.
 * - A fill is the level, or the bar's open when that lies beyond it; only then the slippage is known.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import {
  climb,
  descend,
  distanceOf,
  exitBeLeg,
  exitNoBeLeg,
  extendAdverse,
  extendFavourable,
  isBeOpen,
  noteReturn,
  priceAt,
  type Trade,
  type TradeChange,
} from "@/lib/trade/trade";

/** What a bar adds to what was seen of its minute. Prices in ticks. */
export interface BarMove {
  /** Open of the minute. */
  readonly openAt: EpochMs;
  /** Instant given to all that happened in it: its last millisecond, when it certainly had. */
  readonly at: EpochMs;
  /** First price; null when the first trades were seen as ticks. */
  readonly open: Ticks | null;
  /** Highest and lowest price; null when ticks that were seen reached as far, so that nothing new is known. */
  readonly high: Ticks | null;
  readonly low: Ticks | null;
  readonly close: Ticks;
}

/** A change and the price of its level or fill. */
export interface BarChange {
  readonly change: TradeChange;
  readonly price: Ticks;
}

export interface BarEffect {
  readonly changes: readonly BarChange[];
  /** True when another order inside the bar would have given another result. */
  readonly ambiguous: boolean;
}

interface Reach {
  readonly at: EpochMs;
  readonly open: Ticks | null;
  readonly best: Ticks;
  readonly worst: Ticks;
  readonly close: Ticks;
}

function reachOf(trade: Trade, bar: BarMove): Reach {
  const close = distanceOf(trade, bar.close);
  const [up, down] = trade.sign === 1 ? [bar.high, bar.low] : [bar.low, bar.high];
  return {
    at: bar.at,
    open: bar.open === null ? null : distanceOf(trade, bar.open),
    best: Math.max(close, up === null ? close : distanceOf(trade, up)),
    worst: Math.min(close, down === null ? close : distanceOf(trade, down)),
    close,
  };
}

/** Fill distance of a level that the bar reached from above: the open when it lay beyond already. */
function fillOf(level: Ticks, { open }: Reach): Ticks {
  return open !== null && open <= level ? open : level;
}

function stop(trade: Trade, reach: Reach): BarEffect {
  const { at, best, open } = reach;
  const changes: BarChange[] = [];
  const ambiguous = best >= trade.risk || (trade.beLeg === "OPEN" && best >= trade.trigger);
  const stopPrice = priceAt(trade, fillOf(-trade.risk, reach));
  if (trade.beLeg === "TRIGGERED") changes.push(leaveAtBreakEven(trade, reach));
  else if (trade.beLeg === "OPEN") {
    exitBeLeg(trade, stopPrice, at, "STOP_LOSS");
    changes.push({ change: { type: "EXIT_STOP_LOSS", leg: "be" }, price: stopPrice });
  }
  trade.fillAssumed = open === null || open > -trade.risk;
  exitNoBeLeg(trade, stopPrice, at, "STOP_LOSS", "STOP_LOSS");
  changes.push({ change: { type: "EXIT_STOP_LOSS", leg: "no-be" }, price: stopPrice });
  return { changes, ambiguous };
}

function leaveAtBreakEven(trade: Trade, reach: Reach): BarChange {
  const price = priceAt(trade, fillOf(trade.beStop, reach));
  exitBeLeg(trade, price, reach.at, "BREAK_EVEN");
  return { change: { type: "EXIT_BREAK_EVEN" }, price };
}

/** Favourable side up to a distance: extreme, ladder, targets. */
function rise(trade: Trade, distance: Ticks, at: EpochMs): BarChange[] {
  const targets: TradeChange[] = [];
  extendFavourable(trade, distance, at);
  climb(trade, distance, { at, beOpen: isBeOpen(trade) }, targets);
  return targets.map((change) => {
    const level = change.type === "TARGET" ? change.target * trade.risk : distance;
    return { change, price: priceAt(trade, level) };
  });
}

function trigger(trade: Trade, at: EpochMs): BarChange {
  trade.beLeg = "TRIGGERED";
  trade.beTriggeredAt = at;
  trade.mfeAtTrigger = trade.trigger;
  return { change: { type: "BE_TRIGGERED" }, price: priceAt(trade, trade.trigger) };
}

function survive(trade: Trade, reach: Reach): BarEffect {
  const { at, best, worst, close } = reach;
  if (trade.beLeg === "TRIGGERED" && worst <= trade.beStop) {
    const ambiguous = best > trade.beFavourable;
    return { changes: [leaveAtBreakEven(trade, reach), ...rise(trade, best, at)], ambiguous };
  }
  if (trade.beLeg !== "OPEN" || best < trade.trigger) return { changes: rise(trade, best, at), ambiguous: false };
  if (close > trade.beStop) {
    return { changes: [...rise(trade, best, at), trigger(trade, at)], ambiguous: worst <= trade.beStop };
  }
  const first = rise(trade, trade.trigger, at);
  const armed = trigger(trade, at);
  // The open lay before the trigger, so the exit after it is at the level.
  const left = leaveAtBreakEven(trade, { ...reach, open: null });
  return { changes: [...first, armed, left, ...rise(trade, best, at)], ambiguous: best > trade.trigger };
}

/** Applies a finished minute to an open trade that was open before it, or entered at its open. */
export function applyBar(trade: Trade, bar: BarMove): BarEffect {
  const reach = reachOf(trade, bar);
  const { at, worst, close } = reach;
  trade.lastPrice = bar.close;
  trade.lastAt = at;
  extendAdverse(trade, worst, at);
  descend(trade, worst, { at, beOpen: isBeOpen(trade) });
  noteReturn(trade, worst, at);
  if (worst <= -trade.risk) return stop(trade, reach);
  const effect = survive(trade, reach);
  // Steps touched in the bar itself: its close certainly came after them.
  noteReturn(trade, close, at);
  return effect;
}
