/**
 * What the board shows of an active trade, from its record and the newest reading. Pure; distances are whole ticks.
 * Sign convention: favourable is positive for either direction.
 */
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import type { Ticks } from "@/lib/market/types";
import type { MfeReading } from "@/lib/stream/events";

export interface TradeFigures {
  readonly risk: Ticks;
  /** Favourable distance of the newest price from the entry. */
  readonly now: Ticks;
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  /** At most 0. */
  readonly mae: Ticks;
  readonly beArmed: boolean;
  readonly beOpen: boolean;
  /** Ticks until the stop is touched. */
  readonly toStop: Ticks;
  /** Ticks until the break-even leg's next event: its trigger, or once armed its exit. Null when the leg is over. */
  readonly toBreakEven: Ticks | null;
  /** The next whole R not yet reached, and the ticks until it. */
  readonly nextR: number;
  readonly toNextR: Ticks;
  /** Ticks until whatever comes first. */
  readonly toNextEvent: Ticks;
}

/** `reading` null: the record's own last values. */
export function tradeFigures(record: SignalRecord, trade: TradeRecord, reading: MfeReading | null): TradeFigures {
  const sign = record.direction === "bullish" ? 1 : -1;
  const now = sign * ((reading?.last ?? trade.lastPrice) - trade.entryPrice);
  const { risk } = trade;
  const noBeMfe = reading?.noBeMfe ?? trade.noBeMfe;
  const beArmed = trade.beTriggeredAt !== null;
  const beOpen = trade.beLeg === "OPEN" || trade.beLeg === "TRIGGERED";
  const toStop = Math.max(0, now + risk);
  const toBreakEven = !beOpen ? null : Math.max(0, beArmed ? now : risk - now);
  const nextR = Math.floor(noBeMfe / risk) + 1;
  const toNextR = Math.max(0, nextR * risk - now);
  return {
    risk,
    now,
    beMfe: reading?.beMfe ?? trade.beMfe,
    noBeMfe,
    mae: reading?.mae ?? trade.mae,
    beArmed,
    beOpen,
    toStop,
    toBreakEven,
    nextR,
    toNextR,
    toNextEvent: Math.min(toStop, toNextR, toBreakEven ?? Number.POSITIVE_INFINITY),
  };
}
