/**
 * Which trades of a contract were already taken in: by vendor sequence within a trade date. A trade without a sequence is told apart by its place within its millisecond.
 * Bounded: only the newest trade dates are remembered; older trades are caught by the key of the table.
 */
import { SeenSequences } from "@/lib/market/sequences";
import type { EpochMs, TradeDate } from "@/lib/market/types";

/** Trade dates remembered per contract; the oldest is forgotten first. */
export const tradeDatesMax = 3;
/** Milliseconds remembered for trades without a sequence; the oldest are forgotten first. */
export const millisecondsMax = 50_000;

/** Ordinals given so far in one pass over the tape (one connection, one REST answer), by millisecond. */
export type PassOrdinals = Map<EpochMs, number>;

/** The seen trades of one contract. */
export class SeenTrades {
  private readonly dates = new Map<TradeDate, SeenSequences>();
  private readonly ordinals = new Map<EpochMs, number>();

  /**
   * Takes a trade in.
   * @param sequence vendor sequence, a whole number above 0; null when the vendor gave none
   * @param pass ordinals of the pass the trade belongs to; only used without a sequence
   * @returns the sequence to store, or null for a duplicate
   */
  admit(tradeDate: TradeDate, exchangeAt: EpochMs, sequence: number | null, pass: PassOrdinals): number | null {
    if (sequence !== null) return this.pagesOf(tradeDate).add(sequence) ? sequence : null;
    const ordinal = (pass.get(exchangeAt) ?? 0) + 1;
    remember(pass, exchangeAt, ordinal);
    if (ordinal <= (this.ordinals.get(exchangeAt) ?? 0)) return null;
    remember(this.ordinals, exchangeAt, ordinal);
    return -ordinal;
  }

  /** Takes in a trade that is stored: `sequence` as stored, negative ones are ordinals. */
  restore(tradeDate: TradeDate, exchangeAt: EpochMs, sequence: number): void {
    if (sequence >= 0) this.pagesOf(tradeDate).add(sequence);
    else remember(this.ordinals, exchangeAt, Math.max(-sequence, this.ordinals.get(exchangeAt) ?? 0));
  }

  private pagesOf(tradeDate: TradeDate): SeenSequences {
    let pages = this.dates.get(tradeDate);
    if (pages === undefined) {
      pages = new SeenSequences();
      this.dates.set(tradeDate, pages);
      if (this.dates.size > tradeDatesMax) {
        const oldest = [...this.dates.keys()].sort()[0];
        if (oldest !== undefined) this.dates.delete(oldest);
      }
    }
    return pages;
  }
}

function remember(ordinals: Map<EpochMs, number>, exchangeAt: EpochMs, ordinal: number): void {
  ordinals.set(exchangeAt, ordinal);
  if (ordinals.size <= millisecondsMax) return;
  const oldest = ordinals.keys().next();
  if (oldest.done !== true) ordinals.delete(oldest.value);
}
