/**
 * Asks the vendor for the schedule of the coming days and keeps it: where it differs from an instrument's template it
 * governs, and people are told. The engines learn of it as of any other change (worker/mapping.ts).
 */
import { saveVendorDays } from "@/lib/db/market-hours";
import type { Log } from "@/lib/log";
import type { EpochMs } from "@/lib/market/types";
import type { RestClient } from "@/worker/feed/rest";
import type { NewNotice } from "@/worker/store/batch";
import { differenceText, scheduleSpan, vendorDays } from "@/worker/vendor-schedule";

/**
 * Takes the vendor's word for each root. A root that fails does not stand in the way of the others.
 * @returns one notice per day that newly differs
 */
export async function takeSchedules(
  rest: Pick<RestClient, "schedules">,
  roots: Iterable<string>,
  now: EpochMs,
  log: Log,
): Promise<NewNotice[]> {
  const notices: NewNotice[] = [];
  const { from, to } = scheduleSpan(now);
  for (const root of roots) {
    try {
      const days = vendorDays(await rest.schedules(root, from, to), now);
      for (const { date, ranges, template } of await saveVendorDays(root, days, now)) {
        const message = differenceText(root, date, ranges, template);
        notices.push({ code: "SCHEDULE-DIFFERS", at: now, severity: "warn", message, data: { root, date } });
      }
    } catch (error) {
      log.warn({ err: error, root }, "the vendor's schedule was not taken; the hours known so far go on");
    }
  }
  return notices;
}
