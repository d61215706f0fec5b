import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { createSource, tokenHash } from "@/lib/db/webhooks";
import { Inbox } from "@/lib/inbox";
import { createLog } from "@/lib/log";
import { testDatabase } from "@/scripts/testing/database";
import { diskPeriodMs, startAlertUpkeep } from "@/worker/alert-upkeep";

await testDatabase();
const dataDir = mkdtempSync(path.join(os.tmpdir(), "alerts-upkeep-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Tuesday 2025-12-02 01:20 UTC. */
const AT = 1_764_638_400_000;

it("alerts that waited on disk are taken in order of receipt, with the time they came in; damaged ones do not hold them up", async () => {
  await pool().query(
    "INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview) VALUES ('NQ', 'Nasdaq', 'XCME', 0.25, 20, '{}')",
  );
  const hash = tokenHash((await createSource("desk")) ?? "");
  const inbox = new Inbox(path.join(dataDir, "inbox"));
  for (const minute of [2, 1]) {
    const body = `SIGNAL:Bullish:1:85::FVG:${AT + minute * 60_000}`;
    const receivedAt = AT + minute * 60_000 + 61_000;
    await inbox.add({ tokenHash: hash, receivedAt, contentType: null, body, bodyHash: `${minute}`, remote: null });
  }
  writeFileSync(path.join(dataDir, "inbox", "000000000000000-x.json"), "torn");
  const beats = new Map<number, () => void>();
  const stop = startAlertUpkeep({
    dataDir,
    delayMs: 0,
    clock: { now: () => AT },
    timers: {
      after: () => () => undefined,
      every: (period, task) => {
        beats.set(period, task);
        return () => undefined;
      },
    },
    log: createLog("test", "silent"),
    onNotices: () => undefined,
  });
  beats.get(diskPeriodMs)?.();
  await stop();
  const { rows } = await pool().query(
    "SELECT trade_id, outcome, state, received_at FROM webhook_deliveries ORDER BY id",
  );
  expect(rows).toEqual(
    [1, 2].map((minute) => ({
      trade_id: `20251201_202${minute}00000_BULLISH`,
      outcome: "accepted",
      state: "new",
      received_at: new Date(AT + minute * 60_000 + 61_000),
    })),
  );
  expect(readdirSync(path.join(dataDir, "inbox"))).toEqual(["000000000000000-x.json.bad"]);
});

it("two that look at once take every alert once", async () => {
  const folder = path.join(dataDir, "twice");
  const hash = tokenHash((await createSource("twice")) ?? "");
  const inbox = new Inbox(path.join(folder, "inbox"));
  for (let minute = 10; minute < 40; minute += 1) {
    const body = `SIGNAL:Bearish:1:85::FVG:${AT + minute * 60_000}`;
    const receivedAt = AT + minute * 60_000 + 61_000;
    await inbox.add({
      tokenHash: hash,
      receivedAt,
      contentType: null,
      body,
      bodyHash: `twice-${minute}`,
      remote: null,
    });
  }
  const looks: (() => void)[] = [];
  const stops = [1, 2].map(() =>
    startAlertUpkeep({
      ...{ dataDir: folder, delayMs: 0, clock: { now: () => AT }, log: createLog("test", "silent") },
      timers: {
        after: () => () => undefined,
        every: (period, task) => {
          if (period === diskPeriodMs) looks.push(task);
          return () => undefined;
        },
      },
      onNotices: () => undefined,
    }),
  );
  for (const look of [...looks, ...looks]) look();
  await Promise.all(stops.map((stop) => stop()));
  const { rows } = await pool().query(
    "SELECT trade_id, count(*)::int AS count FROM webhook_deliveries WHERE trade_id LIKE '%BEARISH' GROUP BY 1",
  );
  expect(rows).toHaveLength(30);
  expect(rows.every(({ count }) => count === 1)).toBe(true);
  expect(await inbox.size()).toBe(0);
});
