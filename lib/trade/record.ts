/**
 * The trade as others read it: made from the mutable state, prices instead of distances.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import { isGapExit, LADDER_STEPS_PER_R, priceAt, slippageOf, type Touch, type Trade } from "@/lib/trade/trade";
import type { TradeRecord } from "@/lib/trade/types";

function targetsOf(up: readonly Touch[]): Record<string, EpochMs> {
  const targets: Record<string, EpochMs> = {};
  up.forEach((touch, index) => {
    const step = index + 1;
    if (step % LADDER_STEPS_PER_R === 0) targets[String(step / LADDER_STEPS_PER_R)] = touch.at;
  });
  return targets;
}

function ladderOf(trade: Trade): Record<string, Touch> {
  const ladder: Record<string, Touch> = {};
  trade.down.forEach((touch, index) => {
    ladder[String(-(index + 1))] = { at: touch.at, beOpen: touch.beOpen };
  });
  trade.up.forEach((touch, index) => {
    ladder[String(index + 1)] = { at: touch.at, beOpen: touch.beOpen };
  });
  return ladder;
}

/** Where the BE leg's stop lies once it is triggered; a record without it was made with offset 0. */
export function beStopOf(trade: Pick<TradeRecord, "entryPrice" | "beStopPrice">): Ticks {
  return trade.beStopPrice ?? trade.entryPrice;
}

/** Snapshot of a trade as a value. */
export function tradeRecord(trade: Trade): TradeRecord {
  const best = { price: priceAt(trade, trade.favourable), at: trade.favourableAt };
  const worst = { price: priceAt(trade, trade.adverse), at: trade.adverseAt };
  const [high, low] = trade.sign === 1 ? [best, worst] : [worst, best];
  return {
    entryAt: trade.entryAt,
    entryPrice: trade.entryPrice,
    entryRef: trade.entryRef,
    risk: trade.risk,
    beTriggerPrice: priceAt(trade, trade.trigger),
    beStopPrice: priceAt(trade, trade.beStop),
    beTriggeredAt: trade.beTriggeredAt,
    mfeAtTrigger: trade.mfeAtTrigger,
    beExitAt: trade.beExitAt,
    beExitPrice: trade.beExitPrice,
    beLeg: trade.beLeg,
    noBeLeg: trade.noBeLeg,
    stopHitAt: trade.stopHitAt,
    exitPrice: trade.exitPrice,
    exitReason: trade.exitReason,
    closedAt: trade.closedAt,
    slippage: slippageOf(trade),
    gapExit: isGapExit(trade),
    highest: high.price,
    highestAt: high.at,
    lowest: low.price,
    lowestAt: low.at,
    beMfe: trade.beFavourable,
    noBeMfe: trade.favourable,
    mae: trade.adverse,
    lastPrice: trade.lastPrice,
    lastAt: trade.lastAt,
    targetsHit: targetsOf(trade.up),
    ladder: ladderOf(trade),
    returns: [...trade.returns],
    heat: [...trade.heat],
  };
}
