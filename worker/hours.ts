/** Opening hours as the worker applies them, by the kind of feed. Pure. */
import { cmeEquityHours, type MarketHours, roundTheClock } from "@/lib/market/hours";
import type { FeedMode } from "@/worker/feed-state";

/**
 * The hours an engine judges market hours and halts by: the instrument's own. The simulated exchange never closes, and a
 * recorded day is judged as `npm run replay` judges it, by the calendar of the replay format.
 */
export function hoursOf(mode: FeedMode, hours: MarketHours = cmeEquityHours): MarketHours {
  if (mode === "simulated") return roundTheClock;
  return mode === "replay" ? cmeEquityHours : hours;
}
