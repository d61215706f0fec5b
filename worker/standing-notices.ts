/**
 * What people should still know after a restart: the notices of the last day that are open go to the hub before anybody hears
 * from it. Older ones were on the pages long enough; the database keeps them.
 */
import { readOpenNotices } from "@/lib/db/notices";
import type { EpochMs } from "@/lib/market/types";
import { DAY_MS } from "@/lib/market/zone";
import type { Hub } from "@/worker/hub/hub";

/** Publishes the open notices of the last day, oldest first. */
export async function tellStandingNotices(hub: Pick<Hub, "publish">, now: EpochMs): Promise<void> {
  const standing = (await readOpenNotices()).filter(({ at }) => at > now - DAY_MS);
  hub.publish(standing.reverse().map((notice) => ({ type: "notice", notice })));
}
