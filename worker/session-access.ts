/** The worker's way to the sessions of the web app: the same cookie, checked against the same tables (lib/auth). */
import { mayEnter, streamAccess } from "@/lib/auth/access";
import { personOf } from "@/lib/auth/session";
import type { Clock } from "@/lib/clock";
import { livingSessions } from "@/lib/db/sessions";
import type { StreamAccess } from "@/worker/hub/stream-guard";

/** Sessions as stored. */
export function sessionAccess(clock: Clock): StreamAccess {
  return {
    async admit(headers) {
      const person = await personOf(headers, clock);
      return person !== null && mayEnter(streamAccess, person.role) ? person.sessionId : null;
    },
    living: (sessionIds) => livingSessions(sessionIds, clock.now()),
  };
}
