/** GET /api/reminders: rolls of the next ten days, for the frame. */
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { readReminders } from "@/lib/db/read-mapping";
import { jsonOk } from "@/lib/http/respond";

export const GET = withRole("GET /api/reminders", async () =>
  jsonOk({ rolls: await readReminders(systemClock.now()) }),
);
