/** GET /api/reminders: what the frame calls to mind: rolls of the next ten days, and when the market opens and closes. */
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { readActiveHours } from "@/lib/db/market-hours";
import { readReminders } from "@/lib/db/read-mapping";
import { jsonOk } from "@/lib/http/respond";
import { calendarOf } from "@/lib/market/hours";
import { marketPhases } from "@/lib/market/phases";

/** Phases told ahead: two a day, so a page that cannot ask again knows the next week. */
const phasesMax = 16;

export const GET = withRole("GET /api/reminders", async () => {
  const now = systemClock.now();
  const [rolls, hours] = await Promise.all([readReminders(now), readActiveHours()]);
  // Of the exchange's index futures only: another market's hours are not what the footer speaks of.
  const cme = [...hours.values()].filter(({ holidays }) => holidays === "cme-equity");
  return jsonOk({ rolls, market: marketPhases(cme.map(calendarOf), now, phasesMax) });
});
