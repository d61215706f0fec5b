import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { readAudit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { saveVendorContracts } from "@/lib/db/commands";
import { changeInstrument, moveAliases, overrideLastTradeDate } from "@/lib/db/instrument-changes";
import { gapsOf, readMapping, readReminders } from "@/lib/db/read-mapping";
import { previewRoll } from "@/lib/db/roll-preview";
import { applyRoll, undoRoll } from "@/lib/db/rolls";
import { openVendorKey, readStoredKey, storeVendorKey } from "@/lib/db/vendor-key";
import { frontContract } from "@/lib/market/roll";
import { testDatabase } from "@/scripts/testing/database";
import { loadRoster } from "@/worker/roster";

await testDatabase();
const author = { actor: "system" } as const;
const now = systemClock.now();
const hour = 3_600_000;
const front = frontContract("NQ", now);
const next = frontContract("NQ", now, undefined, 2);
/** A week after the front contract has ended, whatever day this is. */
const afterEnd = Date.parse(front.lastTradeDate) + 7 * 24 * hour;

async function fronts(root = "NQ"): Promise<unknown[]> {
  return (await pool().query("SELECT * FROM front_contracts WHERE root = $1 ORDER BY valid_from", [root])).rows;
}

const newestAction = async (): Promise<string | undefined> => (await readAudit({}, 1))[0]?.action;

beforeAll(async () => {
  await loadRoster("live", now - hour);
});

beforeEach(async () => {
  await pool().query("DELETE FROM rolls; DELETE FROM front_contracts; DELETE FROM contracts");
  await loadRoster("live", now - hour);
});

describe("a roll by a person", () => {
  it("ends the old row, begins the new one at the same instant, and leaves an audit entry", async () => {
    const at = now + hour;
    const roll = await applyRoll({ root: "NQ", contract: next.ticker, at }, author);
    expect(roll).toMatchObject({ ok: true, at });
    const [mapped] = (await readMapping(now)).filter((root) => root.root === "NQ");
    expect(mapped?.fronts).toMatchObject([
      { ticker: front.ticker, to: at },
      { ticker: next.ticker, from: at },
    ]);
    expect(mapped?.gaps).toEqual([]);
    expect(mapped?.rolls[0]).toMatchObject({ pending: true, to: next.ticker });
    expect(await newestAction()).toBe("roll.applied");
    expect(await readReminders(now)).toMatchObject([{ root: "NQ", ticker: front.ticker, at }]);
  });

  it("is undone to exactly what was", async () => {
    const before = await fronts();
    const roll = await applyRoll({ root: "NQ", contract: next.ticker, at: now + hour }, author);
    expect(await undoRoll(roll.ok ? roll.id : 0, author)).toEqual({ ok: true });
    expect(await fronts()).toEqual(before);
    expect(await newestAction()).toBe("roll.undone");
  });

  it.each([
    ["an unknown root", { root: "XX", contract: "XXH7", at: null }, "root"],
    ["a root without a tape", { root: "MNQ", contract: "MNQH7", at: null }, "root"],
    ["a contract of another root", { root: "NQ", contract: "ESH7", at: null }, "contract"],
    ["a continuous symbol", { root: "NQ", contract: "NQ1!", at: null }, "contract"],
    ["a month that is not listed", { root: "NQ", contract: "NQF2027", at: null }, "contract"],
    ["an expired contract", { root: "NQ", contract: "NQZ2023", at: null }, "contract"],
    ["a contract nobody lists yet", { root: "NQ", contract: "NQZ2035", at: null }, "contract"],
    ["the contract in front", { root: "NQ", contract: front.ticker, at: null }, "contract"],
    ["the past", { root: "NQ", contract: next.ticker, at: now - hour }, "at"],
    ["a time after the old contract's end", { root: "NQ", contract: next.ticker, at: afterEnd }, "at"],
  ])("refuses %s with the field at fault and saves nothing", async (_what, request, field) => {
    const before = await fronts();
    expect(await previewRoll(request)).toMatchObject({ ok: false, field });
    expect(await applyRoll(request, author)).toMatchObject({ ok: false, field });
    expect(await fronts()).toEqual(before);
    expect((await pool().query("SELECT 1 FROM rolls WHERE kind = 'person'")).rows).toEqual([]);
  });

  it("refuses a second roll while one waits: validity would overlap", async () => {
    await applyRoll({ root: "NQ", contract: next.ticker, at: now + hour }, author);
    expect(await applyRoll({ root: "NQ", contract: next.ticker, at: null }, author)).toMatchObject({ field: "root" });
    await expect(
      pool().query(
        "INSERT INTO front_contracts (root, contract_id, valid_from) SELECT root, contract_id, valid_from FROM front_contracts LIMIT 1",
      ),
    ).rejects.toThrow(/no_overlap/);
  });

  it("applies one of two at the same time", async () => {
    const ask = () => applyRoll({ root: "NQ", contract: next.ticker, at: now + hour }, author);
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await fronts()).toHaveLength(2);
  });

  it("says what would change and changes nothing", async () => {
    const before = await fronts();
    const preview = await previewRoll({ root: "NQ", contract: next.ticker, at: null });
    expect(preview).toMatchObject({ ok: true, pending: [], open: [], pinnedUntil: null, spread: { known: false } });
    expect(preview.ok && preview.aliases).toContain("NQ1!");
    expect(await fronts()).toEqual(before);
  });

  it("names a gap between two validities and one without an end", () => {
    const span = { ticker: "NQZ6", month: "2026-12" };
    const spans = [
      { ...span, from: 0, to: 10 },
      { ...span, from: 20, to: 30 },
    ];
    expect(gapsOf(spans, 40)).toEqual([
      { from: 10, to: 20 },
      { from: 30, to: null },
    ]);
    expect(gapsOf(spans, 25)).toEqual([{ from: 10, to: 20 }]);
  });
});

describe("instruments as data", () => {
  const gold = { tickSize: "0.1", pointValue: "100", name: "Gold", venue: "XCEC" };

  it("adds another root and refuses it a second time", async () => {
    expect(await changeInstrument("GC", gold, true, author)).toEqual({ ok: true });
    expect(await changeInstrument("GC", gold, true, author)).toMatchObject({ field: "root" });
    expect(await newestAction()).toBe("instrument.added");
  });

  it.each([
    ["a tick size that is no number", "SI", { ...gold, tickSize: "a quarter" }, true, "tickSize"],
    ["a tick size of nothing", "SI", { ...gold, tickSize: "0" }, true, "tickSize"],
    ["a tick size the exchange does not list", "ES", { tickSize: "0.5" }, false, "tickSize"],
    ["a wrong point value", "NQ", { pointValue: "50" }, false, "pointValue"],
    ["a spelling of another root", "ES", { aliases: ["ES1!", "CME_MINI:NQ1!"] }, false, "aliases"],
    ["a spelling that is none", "ES", { aliases: ["ES 1!"] }, false, "aliases"],
    ["a configuration key nobody knows", "ES", { config: { stopBufer: "25" } }, false, "config"],
  ])("refuses %s", async (_what, root, change, isNew, field) => {
    const before = (await pool().query("SELECT * FROM instruments ORDER BY root")).rows;
    expect(await changeInstrument(root, change, isNew, author)).toMatchObject({ ok: false, field });
    expect((await pool().query("SELECT * FROM instruments ORDER BY root")).rows).toEqual(before);
  });

  it("lets the database refuse a spelling twice, whoever writes it", async () => {
    await expect(pool().query("UPDATE instruments SET tradingview = '{nq1!}' WHERE root = 'YM'")).rejects.toThrow(
      /symbol_aliases_pkey/,
    );
  });

  it("moves alerts of a micro contract to its own tape and back, never to another market", async () => {
    const aliasesOf = async (root: string): Promise<string[]> =>
      (await pool().query("SELECT tradingview FROM instruments WHERE root = $1", [root])).rows[0].tradingview;
    const before = await aliasesOf("NQ");
    expect(await moveAliases("MNQ", "ES", author)).toMatchObject({ field: "tape" });
    expect(await moveAliases("MNQ", "MNQ", author)).toEqual({ ok: true });
    expect(await aliasesOf("MNQ")).toContain("MNQ1!");
    expect(await aliasesOf("NQ")).not.toContain("MNQ1!");
    expect(await moveAliases("MNQ", "NQ", author)).toEqual({ ok: true });
    expect([...(await aliasesOf("NQ"))].sort()).toEqual([...before].sort());
  });

  it("keeps the vendor's date beside an admin's, which holds until it is taken back", async () => {
    const { root, ticker, month } = front;
    const vendor = { root, ticker, month, firstTradeDate: null, lastTradeDate: front.lastTradeDate };
    expect(await saveVendorContracts([vendor])).toBe(1);
    expect(await saveVendorContracts([vendor])).toBe(0);
    const { rows } = await pool().query<{ id: number }>("SELECT id FROM contracts WHERE ticker = $1", [ticker]);
    const id = rows[0]?.id ?? 0;
    const other = `${month}-14`;
    expect(await overrideLastTradeDate(id, other, "", author)).toMatchObject({ field: "reason" });
    expect(await overrideLastTradeDate(id, "2030-01-01", "x", author)).toMatchObject({ field: "date" });
    expect(await overrideLastTradeDate(id, other, "exchange notice", author)).toEqual({ ok: true });
    await saveVendorContracts([vendor]);
    const contract = async () =>
      (await readMapping(now)).flatMap((mapped) => mapped.contracts).find((one) => one.ticker === ticker);
    expect(await contract()).toMatchObject({ lastTradeDate: other, vendorLastTradeDate: front.lastTradeDate });
    await overrideLastTradeDate(id, null, "", author);
    expect(await contract()).toMatchObject({ lastTradeDate: front.lastTradeDate, overrideReason: null });
  });
});

describe("the vendor's key", () => {
  it("is stored sealed, shown by four characters, and unreadable under another secret", async () => {
    const secret = "a secret of tests, long enough to be taken";
    await storeVendorKey("first-key-0001", secret, author);
    await storeVendorKey("second-key-9xyz", secret, author);
    expect(await readStoredKey()).toMatchObject({ lastFour: "9xyz" });
    expect(await openVendorKey(secret)).toEqual({ key: "second-key-9xyz" });
    expect(await openVendorKey(`${secret}!`)).toBe("unreadable");
    const written = JSON.stringify(await readAudit({ action: "vendor_key.stored" }, 10));
    expect(written).not.toContain("second-key");
  });
});
