/** Opening hours and session filter as the worker applies them, by the kind of feed. Pure. */
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

/**
 * The overrides an engine runs with. The simulated exchange trades round the clock, so its signals are taken in every hour
 * unless the instrument says otherwise: else a newcomer in the evening would see nothing but rejections.
 */
export function configOf(mode: FeedMode, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mode === "simulated" ? { sessionFilter: "off", ...config } : { ...config };
}
