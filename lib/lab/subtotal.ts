/** Subtotals of a group of the Signal Lab's list. Pure. */

/** What a group holds. Statistics leave out entries a person rejected (methodology 9.3); counts of the list do not. */
export interface LabSubtotal {
  /** Value the group is named by; null where entries have none, and for the total. */
  readonly group: string | null;
  /** Entries of the list. */
  readonly n: number;
  /** Confirmed and not cancelled after it. */
  readonly confirmed: number;
  readonly cancelled: number;
  /** Rejected in review: in the list, in no statistic. */
  readonly excluded: number;
  readonly trades: number;
  /** Closed trades that count. */
  readonly closed: number;
  /** Mean final MFE of closed trades in R, by leg; null without one. */
  readonly avgNoBeMfe: number | null;
  readonly avgBeMfe: number | null;
  /** Sum of results run to the stop, by leg; null when nothing is resolved. */
  readonly totalRNoBe: number | null;
  readonly totalRBe: number | null;
}
