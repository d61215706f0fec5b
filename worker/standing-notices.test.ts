import { expect, it } from "vitest";
import { closeNoticesExcept, insertNotices, type NoticeRow } from "@/lib/db/notices";
import { inTransaction } from "@/lib/db/transaction";
import { DAY_MS } from "@/lib/market/zone";
import { testDatabase } from "@/scripts/testing/database";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { tellStandingNotices } from "@/worker/standing-notices";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();
const now = Date.UTC(2026, 10, 23, 15);

function notice(message: string, at: number, key = message): NoticeRow {
  return { code: "MISSED_SIGNAL", at, severity: "warn", message, data: { key } };
}

it("after a restart a page still hears of the open notices of the last day", async () => {
  await inTransaction((connection) =>
    insertNotices(connection, [
      notice("long ago", now - DAY_MS),
      notice("over", now - 3_000),
      notice("first", now - 2_000),
      notice("second", now - 1_000),
    ]),
  );
  await closeNoticesExcept("MISSED_SIGNAL", ["long ago", "first", "second"], now);
  const time = new HandTime(now);
  const feed = new FeedStateMachine("live", now).current;
  const hub = new Hub({ bootId: "b", clock: time, timers: time, random: () => 0, feed });
  await tellStandingNotices(hub, now);
  let heard = "";
  const write = (text: string): boolean => {
    heard += text;
    return true;
  };
  hub.attach({ write, end() {}, destroy() {}, on() {}, writableLength: 0 }, null);
  const snapshot = JSON.parse(/^data: (.*)$/m.exec(heard)?.[1] ?? "null");
  expect(snapshot.notices.map(({ message }: { message: string }) => message)).toEqual(["first", "second"]);
});
