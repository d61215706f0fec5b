import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, pool } from "@/lib/db/client";
import { testDatabase } from "@/scripts/testing/database";

await testDatabase();
afterAll(closeDb);

describe("the test database and its clients", () => {
  it("is migrated and empty, for the pool and for Prisma alike", async () => {
    const { rows } = await pool().query("SELECT count(*)::int AS n FROM signals");
    expect(rows).toEqual([{ n: 0 }]);
    expect(await db().signal.count()).toBe(0);
  });

  it("a date stays the day it is, int8 and numeric stay exact", async () => {
    const { rows } = await pool().query(
      "SELECT date '2026-03-08' AS day, 9007199254740993::int8 AS big, 0.1::numeric(18,6) AS price",
    );
    expect(rows).toEqual([{ day: "2026-03-08", big: "9007199254740993", price: "0.100000" }]);
  });

  it("opens anew after closeDb", async () => {
    await closeDb();
    const { rows } = await pool().query("SELECT 1 AS one");
    expect(rows).toEqual([{ one: 1 }]);
  });
});
