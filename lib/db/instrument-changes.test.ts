/** Changes of instruments and of hours by an admin: shown first, checked field by field, saved with their audit entry or not at all. */
import { beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { loadInstruments, seedInstruments } from "@/lib/db/contracts";
import { changeInstrument } from "@/lib/db/instrument-changes";
import { previewInstrument } from "@/lib/db/instrument-preview";
import { readTemplates, saveTemplate } from "@/lib/db/session-templates";
import { calendarOf, cmeEquityHours } from "@/lib/market/hours";
import { testDatabase } from "@/scripts/testing/database";
import { defaultInstruments } from "@/worker/roster";

await testDatabase();
const author = { actor: "system" } as const;

beforeEach(async () => {
  await pool().query("TRUNCATE instruments CASCADE");
  await seedInstruments(defaultInstruments());
});

async function audited(): Promise<number> {
  const { rows } = await pool().query<{ count: number }>("SELECT count(*)::int AS count FROM audit_log");
  return rows[0]?.count ?? 0;
}

async function nq() {
  return (await loadInstruments()).find(({ root }) => root === "NQ");
}

describe("an instrument", () => {
  it("the dry run names each value with what it takes hold of, and writes nothing", async () => {
    const before = await audited();
    const change = { profile: "indicator", config: { stopBufferPoints: "10.00", htfRequired: true } } as const;
    const preview = await previewInstrument("NQ", change, false);
    if (!preview.ok) throw new Error(preview.message);
    const shown = new Map(preview.changes.map(({ label, before: was, after }) => [label, `${was} > ${after}`]));
    expect(shown.get("Profile")).toBe("spec > indicator");
    expect(shown.get("Stop buffer")).toBe("25.00 points > 10.00 points");
    expect(shown.get("Higher timeframes required")).toBe("no > yes");
    // What the other profile changes by itself is said as well.
    expect(shown.get("Session filter")).toBe("enforce > off");
    expect(shown.has("Tick size")).toBe(false);
    for (const { effect } of preview.changes) expect(effect.length).toBeGreaterThan(5);
    expect(preview).toMatchObject({ pending: 0, open: 0 });
    expect(await audited()).toBe(before);
    expect(await nq()).toMatchObject({ profile: "spec", config: {} });
  });

  it("a root that was stored with another currency is brought to the desk's, said before and audited", async () => {
    await pool().query("UPDATE instruments SET currency = 'EUR' WHERE root = 'NQ'");
    const preview = await previewInstrument("NQ", { currency: "USD" }, false);
    expect(preview).toMatchObject({ ok: true, changes: [{ label: "Currency", before: "EUR", after: "USD" }] });
    expect(await changeInstrument("NQ", { currency: "USD" }, false, author)).toEqual({ ok: true });
    const { rows } = await pool().query(
      "SELECT currency, (SELECT \"after\"->>'currency' FROM audit_log ORDER BY id DESC LIMIT 1) AS audited FROM instruments WHERE root = 'NQ'",
    );
    expect(rows).toEqual([{ currency: "USD", audited: "USD" }]);
  });

  it("no change is none", async () => {
    expect(await previewInstrument("NQ", { config: {} }, false)).toMatchObject({ ok: true, changes: [] });
  });

  it("saves profile, overrides and hours with one audit entry", async () => {
    const before = await audited();
    expect(
      await changeInstrument("NQ", { config: { beTriggerR: "1.5" }, profile: "indicator" }, false, author),
    ).toEqual({ ok: true });
    expect(await nq()).toMatchObject({ profile: "indicator", config: { beTriggerR: "1.5" } });
    expect(await audited()).toBe(before + 1);
  });

  it.each([
    ["config.stopBufferPoints", { config: { stopBufferPoints: "0.3" } }, /multiple of the tick size 0.25/],
    ["config.beTriggerR", { config: { beTriggerR: "0" } }, /above 0/],
    ["config.minContracts", { config: { minContracts: 1.5 } }, /int/i],
    ["sessionTemplate", { sessionTemplate: "nowhere" }, /no hours of the name nowhere/],
    ["currency", { currency: "EUR" }, /added up in USD; got EUR/],
    ["tickSize", { tickSize: "0.5" }, /lists NQ with 0.25/],
    ["aliases", { aliases: ["ES1!"] }, /means ES already/],
  ] as const)("%s: refused beside its field, nothing half saved", async (field, change, message) => {
    const before = await nq();
    for (const tried of [
      await previewInstrument("NQ", change, false),
      await changeInstrument("NQ", { ...change, name: "Half" }, false, author),
    ]) {
      expect(tried).toMatchObject({ ok: false, field });
      expect(tried.ok ? "" : tried.message).toMatch(message);
    }
    expect(await nq()).toEqual(before);
  });
});

describe("a set of hours", () => {
  const evenings = {
    title: "Evenings",
    hours: {
      ...cmeEquityHours,
      days: undefined,
      weekly: cmeEquityHours.weekly.map(() => [{ from: 1080, until: 1260 }]),
    },
  };
  const change = { title: evenings.title, hours: { weekly: evenings.hours.weekly, holidays: "none" } } as const;
  /** A Tuesday, 10:00 New York. */
  const morning = Date.parse("2026-12-01T15:00:00Z");

  it("made, chosen by a root, and then its calendar", async () => {
    expect(await saveTemplate("evenings", change, true, author)).toEqual({ ok: true });
    expect(await changeInstrument("NQ", { sessionTemplate: "evenings" }, false, author)).toEqual({ ok: true });
    const calendar = calendarOf((await nq())?.hours ?? cmeEquityHours);
    expect(calendar.isOpen(morning)).toBe(false);
    expect(calendar.isOpen(morning + 8 * 3_600_000)).toBe(true);
    expect((await readTemplates()).map(({ name, roots, builtIn }) => [name, roots.includes("NQ"), builtIn])).toEqual([
      ["cme-equity-index", false, true],
      ["evenings", true, false],
    ]);
  });

  it("the methodology's own cannot be changed, names are unique and plain", async () => {
    expect(await saveTemplate("cme-equity-index", change, false, author)).toMatchObject({ ok: false, field: "name" });
    expect(await saveTemplate("Evening Hours", change, true, author)).toMatchObject({ ok: false, field: "name" });
    expect(await saveTemplate("evenings", change, true, author)).toMatchObject({ ok: false, field: "name" });
    expect(await saveTemplate("mornings", change, false, author)).toMatchObject({ ok: false, field: "name" });
  });

  it("changed, it tells the worker, with both states in the audit log", async () => {
    const later = { ...change, title: "Late evenings" };
    expect(await saveTemplate("evenings", later, false, author)).toEqual({ ok: true });
    const { rows } = await pool().query("SELECT before, after FROM audit_log WHERE action = 'hours.changed'");
    expect(rows).toMatchObject([
      { before: { title: "Evenings" }, after: { title: "Late evenings", Monday: "18:00-21:00" } },
    ]);
  });
});
