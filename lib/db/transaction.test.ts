import { describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { crossedTriesMax, inCrossedTransaction } from "@/lib/db/transaction";
import { testDatabase } from "@/scripts/testing/database";

await testDatabase();
await pool().query("CREATE TABLE tries (code text)");

/** Writes a row, then fails as Postgres does with a state, the first `times` times. @returns tries made */
async function failing(code: string, times: number): Promise<number> {
  let tries = 0;
  await inCrossedTransaction(async (connection) => {
    tries += 1;
    await connection.query("INSERT INTO tries VALUES ($1)", [code]);
    if (tries <= times) await connection.query(`DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}'; END $$`);
  });
  return tries;
}

async function rows(code: string): Promise<number> {
  return (await pool().query("SELECT FROM tries WHERE code = $1", [code])).rows.length;
}

describe("a transaction crossed by another one", () => {
  it.each(["40P01", "40001"])("%s begins anew, and only the last try is written", async (code) => {
    expect(await failing(code, crossedTriesMax - 1)).toBe(crossedTriesMax);
    expect(await rows(code)).toBe(1);
  });

  it("is given up after a bounded number of tries", async () => {
    await expect(failing("40P01", crossedTriesMax)).rejects.toMatchObject({ code: "40P01" });
  });

  it("is not repeated for another failure", async () => {
    await expect(failing("23514", 1)).rejects.toMatchObject({ code: "23514" });
    expect(await rows("23514")).toBe(0);
  });
});
