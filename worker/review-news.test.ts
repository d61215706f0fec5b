import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { changeMany } from "@/lib/db/review-bulk";
import { changeReview, type ReviewAuthor } from "@/lib/db/reviews";
import { createLog } from "@/lib/log";
import type { ReviewNews } from "@/lib/stream/events";
import { testDatabase } from "@/scripts/testing/database";
import { makePerson } from "@/scripts/testing/people";
import { PlayedDesk } from "@/scripts/testing/played-desk";
import { startReviewNews } from "@/worker/review-news";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();

const told: (readonly ReviewNews[])[] = [];
const wake: (() => void)[] = [];
const time = new HandTime();
const stop = startReviewNews({
  timers: time,
  log: createLog("test", "silent"),
  onReviews: (reviews) => {
    told.push(reviews);
    for (const one of wake.splice(0)) one();
  },
});
afterAll(stop);

/** The news of one number, waited for. */
async function news(index: number): Promise<readonly ReviewNews[]> {
  while (told.length <= index) await new Promise<void>((resolve) => wake.push(resolve));
  return told[index] ?? [];
}

let ann: ReviewAuthor;
let id = "";
beforeAll(async () => {
  ann = { actor: await makePerson("analyst", "ann@desk.test"), at: 5_000 };
  const desk = await PlayedDesk.open(9);
  id = await desk.bullishTrade();
  await desk.store();
});

it("tells who did what as soon as it is committed, and says read again whenever it begins to listen", async () => {
  expect(await news(0)).toEqual([]);
  const approve = { signalId: id, version: 0, change: { action: "approve" }, reason: null } as const;
  expect(await changeReview(approve, ann)).toMatchObject({ kind: "done" });
  expect(await news(1)).toEqual([{ signalId: id, version: 1, at: 5_000, actor: "ann@desk.test", action: "approve" }]);
  // Refused: nothing was committed, nothing is told. The next thing told is the next change.
  expect(await changeReview(approve, ann)).toMatchObject({ kind: "stale" });
  const target = { text: "SELECT id FROM signals", values: [] };
  const shown = await changeMany(target, { action: "reject" }, null, null, ann);
  if (shown.kind !== "preview") throw new Error("expected a preview");
  await changeMany(target, { action: "reject" }, "test", shown.digest, ann);
  expect(await news(2)).toMatchObject([{ signalId: id, version: 2, action: "reject" }]);
});

it("a change of many is told as an empty list", async () => {
  await pool().query(
    `INSERT INTO review_versions (signal_id, version, at, actor, action, state)
      SELECT 'NQZ5.' || n, 1, now(), 'ann@desk.test', 'approve', '{}' FROM generate_series(1, 21) AS n`,
  );
  expect(await news(3)).toEqual([]);
});
