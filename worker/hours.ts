/** Opening hours as the worker applies them, by the kind of feed. Pure. */
import type { Calendar } from "@/lib/market/calendar";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import type { FeedMode } from "@/worker/feed-state";

/** The simulated exchange trades round the clock, so that a newcomer sees it move on a Sunday too. */
const roundTheClock: Calendar = {
  isOpen: () => true,
  nextOpen: (at) => at,
  nextClose: () => null,
  closedBetween: () => false,
};

/** The calendar the engine judges market hours and halts by: CME's, but for the simulated exchange. */
export function hoursOf(mode: FeedMode): Calendar {
  return mode === "simulated" ? roundTheClock : cmeEquityCalendar;
}
