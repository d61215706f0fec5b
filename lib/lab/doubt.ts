/**
 * Words of the doubt score. The rule itself is the database function `lab_doubt`, computed with the row it judges
 * (ADR 51); a test holds the two lists against each other.
 */

/** Reason → what a person reads, heaviest first. */
export const doubtWords: ReadonlyMap<string, string> = new Map([
  ["be_missed_by_tick", "missed the break-even trigger by one tick"],
  ["be_hit_by_tick", "armed break-even by one tick at most, then came back"],
  ["stop_missed_by_tick", "missed the stop by one tick"],
  ["stop_by_tick", "stopped by exactly one tick, then came back"],
  ["be_exit_by_tick", "out at break-even by exactly one tick, then went on"],
  ["telemetry_critical", "the indicator saw something else"],
  ["intrabar_ambiguous", "the order inside a minute bar decides the result"],
  ["price_conflict", "two price levels at once"],
  ["tracking_gap", "ticks are missing"],
  ["missed_cancellation", "an opposing signal came too late to cancel it"],
  ["near_confirmation", "confirmed by two ticks at most"],
  ["bar_level", "partly known from minute bars only"],
  ["telemetry_review", "the indicator's numbers differ"],
  ["late", "the alert came late"],
  ["late_confirmation", "confirmed before the alert came"],
  ["suspected_lost_alert", "an opposing alert may be lost"],
  ["candle_not_ours", "a deciding candle is not from our own ticks"],
  ["target_hit_by_tick", "the last target was touched to the tick"],
  ["target_missed_by_tick", "missed a target by one tick"],
  ["stop_inside_range", "the stop lies inside the range"],
  ["entry_after_break", "entered after a break of the market"],
  ["gap_exit", "the stop was filled with slippage"],
  ["entry_delayed", "entered late"],
  ["entry_outside_session", "entered outside the sessions"],
  ["stale", "the price had moved when the alert came"],
  ["no_live_price", "no fresh price when the alert came"],
]);
