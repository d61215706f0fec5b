/** A contract ends with a trade open on it: the real desk, engine and writer on Postgres, from the stored ticks on (methodology 10.4). */
import { expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { testDatabase } from "@/scripts/testing/database";
import { PlayedDesk } from "@/scripts/testing/played-desk";
import { startDesk } from "@/worker/testing/desk-run";

await testDatabase();

/** The Monday after the last trading day of the December contracts. */
const retiredAt = Date.parse("2026-12-21T15:00:00Z");

async function tradeOf(id: string) {
  const { rows } = await pool().query(
    `SELECT signals.status, trades.exit_reason, trim_scale(exit_price)::text AS exit_price, outcome_r_be, outcome_r_no_be,
        realized_r_no_be FROM trades JOIN signals ON signals.id = trades.signal_id WHERE signals.id = $1`,
    [id],
  );
  return rows[0];
}

it("an open trade is kept over the roll and closed at the contract's last price when it has ended, once", async () => {
  const played = await PlayedDesk.open(18);
  const id = await played.bullishTrade();
  played.tick(played.minute(4) + 1_000, 20_030.25);
  await played.store();
  expect(await tradeOf(id)).toMatchObject({ status: "ACTIVE", exit_reason: null });

  // After the roll, before the end: the March contract is in front, December runs on for its trade.
  const rolled = await startDesk(Date.parse("2026-12-11T15:00:00Z"));
  expect(rolled.desk.contracts().map(({ ticker }) => ticker)).toEqual(expect.arrayContaining(["NQZ6", "NQH7"]));
  await rolled.desk.follow(Date.parse("2026-12-11T15:01:00Z"));
  await rolled.save();
  expect(await tradeOf(id)).toMatchObject({ status: "ACTIVE", exit_reason: null });

  const ended = await startDesk(retiredAt);
  await ended.desk.follow(retiredAt);
  await ended.save();
  const trade = await tradeOf(id);
  // Entry 20014.50, stop 19974.00: 15.75 of 40.50 points.
  expect(trade).toMatchObject({ status: "CLOSED", exit_reason: "ROLL", exit_price: "20030.25" });
  expect(Number(trade.realized_r_no_be)).toBeCloseTo(0.3889, 4);
  expect(Number(trade.outcome_r_no_be)).toBeCloseTo(0.3889, 4);
  const { rows: events } = await pool().query("SELECT type FROM trade_events WHERE signal_id = $1 ORDER BY seq", [id]);
  expect(events.filter(({ type }) => type === "EXIT_ROLL")).toHaveLength(1);

  // The next look lets the contract go; a new start knows the end from the journal and closes nothing again.
  await ended.desk.follow(retiredAt + 15_000);
  expect(ended.desk.contracts().map(({ ticker }) => ticker)).not.toContain("NQZ6");
  const again = await startDesk(retiredAt + 60_000);
  await again.desk.follow(retiredAt + 75_000);
  await again.save();
  const { rows: after } = await pool().query("SELECT type FROM trade_events WHERE signal_id = $1 ORDER BY seq", [id]);
  expect(after).toEqual(events);
  expect(await tradeOf(id)).toEqual(trade);
});
