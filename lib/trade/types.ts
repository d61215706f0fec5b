/**
 * Vocabulary of a trade: its two legs and everything known of it (methodology 7 and 9.1).
 * Prices are ticks, times epoch ms; knows nothing of signals, ticks' storage or display.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";

export type LegStatus = "OPEN" | "TRIGGERED" | "BREAK_EVEN" | "STOP_LOSS" | "OTHER";
export type ExitReason = "STOP_LOSS" | "ROLL" | "MANUAL";

/** Identity of the tick that caused something: the worker's ingest number (replay: row number). */
export type TickRef = number;

/**
 * A return to the entry: at `at` price first stood at the entry or behind it after ladder steps up to `upTo` (quarter R
 * as in `ladder`) had been touched. Counts for every touched step that no earlier return counts for.
 */
export interface EntryReturn {
  readonly at: EpochMs;
  readonly upTo: number;
}

/** The trade part of a signal, from the entry tick on. */
export interface TradeRecord {
  readonly entryAt: EpochMs;
  readonly entryPrice: Ticks;
  readonly entryRef: TickRef | null;
  readonly risk: Ticks;
  readonly beTriggerPrice: Ticks;
  /** Stop of the BE leg once triggered: entry plus beOffsetPoints. Absent in rows of older versions; read `beStopOf`. */
  readonly beStopPrice?: Ticks;
  readonly beTriggeredAt: EpochMs | null;
  /** Favourable distance in ticks when the trigger was touched; R = this / risk. */
  readonly mfeAtTrigger: Ticks | null;
  readonly beExitAt: EpochMs | null;
  readonly beExitPrice: Ticks | null;
  readonly beLeg: LegStatus;
  readonly noBeLeg: LegStatus;
  readonly stopHitAt: EpochMs | null;
  readonly exitPrice: Ticks | null;
  readonly exitReason: ExitReason | null;
  readonly closedAt: EpochMs | null;
  readonly slippage: Ticks | null;
  readonly gapExit: boolean | null;
  /** Extremes since entry; freeze at the No-BE exit. */
  readonly highest: Ticks;
  /** Last instant the highest price traded. */
  readonly highestAt: EpochMs;
  readonly lowest: Ticks;
  readonly lowestAt: EpochMs;
  /** Favourable extreme distance that counts for the BE leg (freezes at its exit), in ticks >= 0. R = beMfe / risk. */
  readonly beMfe: Ticks;
  readonly noBeMfe: Ticks;
  /** Adverse extreme distance, in ticks <= 0. */
  readonly mae: Ticks;
  readonly lastPrice: Ticks;
  readonly lastAt: EpochMs;
  /** First touch of target n (1..20). */
  readonly targetsHit: Readonly<Record<string, EpochMs>>;
  /** First touch of the ladder in quarter R: keys -4..80 (k = R * 4), 0 excluded. `beOpen`: was the BE leg still open. */
  readonly ladder: Readonly<Record<string, { readonly at: EpochMs; readonly beOpen: boolean }>>;
  /**
   * When price first came back to the entry after each favourable ladder step: a break-even stop at the entry armed by
   * step k fills at the first item with `upTo >= k`; none means not yet. The raw entry counts, whatever beOffsetPoints.
   * `upTo` and `at` rise. Ends with the No-BE leg, whose stop tick is itself a return.
   */
  readonly returns: readonly EntryReturn[];
  /**
   * Adverse extreme in ticks <= 0 when 1R, 2R, ... were first touched (`heat[n - 1]` for target n): what a stop must have
   * borne for the target to be reached. Exact; as long as `targetsHit`.
   */
  readonly heat: readonly Ticks[];
}
