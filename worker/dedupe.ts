/**
 * Which trades of a contract were already taken in: by vendor sequence within a trade date, or, without a sequence, by the
 * place within the millisecond. Remembers the newest trades only, in two generations: a repetition comes after a
 * reconnect and reaches back seconds. One from further back is late for the engine and harmless for the table's key.
 */
import type { EpochMs, TradeDate } from "@/lib/market/types";

/** Sequences of one generation; past it the older of two generations is forgotten. */
export const generationMax = 50_000;
/** Milliseconds remembered for trades without a sequence; the oldest are forgotten first. */
export const millisecondsMax = 50_000;

/** Ordinals given so far in one pass over the tape (one connection, one REST answer), by millisecond. */
export type PassOrdinals = Map<EpochMs, number>;

/** Sequences of one trade date that were taken in after another. */
interface Generation {
  readonly tradeDate: TradeDate;
  readonly sequences: Set<number>;
}

/** The seen trades of one contract. */
export class SeenTrades {
  private newer: Generation = { tradeDate: "", sequences: new Set() };
  private older: Generation = this.newer;
  private readonly ordinals = new Map<EpochMs, number>();

  /**
   * Takes a trade in.
   * @param sequence vendor sequence, a whole number above 0; null when the vendor gave none
   * @param pass ordinals of the pass the trade belongs to; only used without a sequence
   * @returns the sequence to store, or null for a duplicate
   */
  admit(tradeDate: TradeDate, exchangeAt: EpochMs, sequence: number | null, pass: PassOrdinals): number | null {
    if (sequence !== null) return this.add(tradeDate, sequence) ? sequence : null;
    const ordinal = (pass.get(exchangeAt) ?? 0) + 1;
    remember(pass, exchangeAt, ordinal);
    if (ordinal <= (this.ordinals.get(exchangeAt) ?? 0)) return null;
    remember(this.ordinals, exchangeAt, ordinal);
    return -ordinal;
  }

  /** Takes in a trade that is stored: `sequence` as stored, negative ones are ordinals. */
  restore(tradeDate: TradeDate, exchangeAt: EpochMs, sequence: number): void {
    if (sequence >= 0) this.add(tradeDate, sequence);
    else remember(this.ordinals, exchangeAt, Math.max(-sequence, this.ordinals.get(exchangeAt) ?? 0));
  }

  /** True when the sequence was not there yet; it is now. */
  private add(tradeDate: TradeDate, sequence: number): boolean {
    for (const generation of [this.newer, this.older]) {
      if (generation.tradeDate === tradeDate && generation.sequences.has(sequence)) return false;
    }
    // A trade of yesterday that comes today belongs to the older generation if that is still yesterday's.
    const home =
      this.newer.tradeDate !== tradeDate && this.older.tradeDate === tradeDate ? this.older : this.begin(tradeDate);
    home.sequences.add(sequence);
    return true;
  }

  /** The newer generation, a fresh one when the trade date has changed or it is full. */
  private begin(tradeDate: TradeDate): Generation {
    if (this.newer.tradeDate === tradeDate && this.newer.sequences.size < generationMax) return this.newer;
    this.older = this.newer;
    this.newer = { tradeDate, sequences: new Set() };
    return this.newer;
  }
}

function remember(ordinals: Map<EpochMs, number>, exchangeAt: EpochMs, ordinal: number): void {
  ordinals.set(exchangeAt, ordinal);
  if (ordinals.size <= millisecondsMax) return;
  const oldest = ordinals.keys().next();
  if (oldest.done !== true) ordinals.delete(oldest.value);
}
