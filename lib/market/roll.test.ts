import { describe, expect, test } from "vitest";
import { lastTradeDate, productOf, vendorTicker } from "@/lib/market/contract";
import { frontContract, type RollRule, rollAt } from "@/lib/market/roll";
import { isoDate, NEW_YORK, wallTime } from "@/lib/market/zone";

const NQ = productOf("NQ");
if (NQ === undefined) throw new Error("NQ is one of the products");

const monday: RollRule = { kind: "monday" };
const thursday: RollRule = { kind: "days-before", days: 8 };

/** Month, last trading day, Monday roll, older Thursday roll: the table of massive-futures-api 6. */
const TABLE = [
  ["2025-03", "2025-03-21", "2025-03-17", "2025-03-13"],
  ["2025-06", "2025-06-20", "2025-06-16", "2025-06-12"],
  ["2025-09", "2025-09-19", "2025-09-15", "2025-09-11"],
  ["2025-12", "2025-12-19", "2025-12-15", "2025-12-11"],
  ["2026-03", "2026-03-20", "2026-03-16", "2026-03-12"],
  ["2026-06", "2026-06-18", "2026-06-15", "2026-06-11"],
  ["2026-09", "2026-09-18", "2026-09-14", "2026-09-10"],
  ["2026-12", "2026-12-18", "2026-12-14", "2026-12-10"],
  ["2027-03", "2027-03-19", "2027-03-15", "2027-03-11"],
  ["2027-06", "2027-06-17", "2027-06-14", "2027-06-10"],
  ["2027-09", "2027-09-17", "2027-09-13", "2027-09-09"],
  ["2027-12", "2027-12-17", "2027-12-13", "2027-12-09"],
] as const;

const newYorkDay = (at: number): string => isoDate(wallTime(NEW_YORK, at).dayNumber);
const hourOf = (at: number): number => wallTime(NEW_YORK, at).msOfDay / 3_600_000;

describe("last trading day and roll dates (massive-futures-api 6)", () => {
  test.each(TABLE)("%s expires %s, Monday roll %s, Thursday roll %s", (month, expiry, rollMonday, rollThursday) => {
    expect(lastTradeDate("third-friday", month)).toBe(expiry);
    const sessionStart = rollAt(NQ, month, monday);
    expect(newYorkDay(sessionStart + 6 * 3_600_000)).toBe(rollMonday);
    expect(hourOf(sessionStart)).toBe(18);
    expect(newYorkDay(rollAt(NQ, month, thursday))).toBe(rollThursday);
    expect(hourOf(rollAt(NQ, month, thursday))).toBe(18);
  });

  test("a third Friday that is Good Friday moves to Thursday", () => {
    expect(lastTradeDate("third-friday", "2008-03")).toBe("2008-03-20");
  });

  test("before the exchange kept Juneteenth the third Friday stays", () => {
    expect(lastTradeDate("third-friday", "2020-06")).toBe("2020-06-19");
  });

  test("a month that is not YYYY-MM is refused with what was expected", () => {
    expect(() => vendorTicker("NQ", "2026-13")).toThrow(/expected YYYY-MM, got "2026-13"/);
  });
});

describe("front contract", () => {
  const at = Date.UTC(2026, 10, 22, 15);

  test("on 2026-11-22 the front is Z6 and the next H7, for every root", () => {
    for (const root of ["NQ", "ES", "YM", "RTY", "MNQ", "MES", "MYM", "M2K"]) {
      expect(frontContract(root, at).ticker).toBe(`${root}Z6`);
      expect(frontContract(root, at, monday, 2).ticker).toBe(`${root}H7`);
    }
  });

  test("the roll instant belongs to the new contract, the millisecond before to the old one", () => {
    const roll = Date.UTC(2026, 11, 10, 23);
    expect(frontContract("NQ", roll - 1)).toMatchObject({
      month: "2026-12",
      rollAt: roll,
      lastTradeDate: "2026-12-18",
    });
    expect(frontContract("NQ", roll).month).toBe("2027-03");
  });

  test("a fixed date counts as the trade date of the first session; other months follow the Monday rule", () => {
    const fixed: RollRule = { kind: "fixed", dates: { "2026-12": "2026-12-08" } };
    expect(newYorkDay(rollAt(NQ, "2026-12", fixed))).toBe("2026-12-07");
    expect(rollAt(NQ, "2027-03", fixed)).toBe(rollAt(NQ, "2027-03", monday));
  });

  test("volume rolls after the first session in which the next contract traded more, Monday at the latest", () => {
    const volumes = [
      { month: "2026-12", date: "2026-12-10", volume: 400 },
      { month: "2027-03", date: "2026-12-10", volume: 400 },
      { month: "2026-12", date: "2026-12-11", volume: 200 },
      { month: "2027-03", date: "2026-12-11", volume: 300 },
    ];
    expect(newYorkDay(rollAt(NQ, "2026-12", { kind: "volume", volumes }))).toBe("2026-12-11");
    const none: RollRule = { kind: "volume", volumes: volumes.slice(0, 2) };
    expect(rollAt(NQ, "2026-12", none)).toBe(rollAt(NQ, "2026-12", monday));
  });

  test("over thirty years each instant has exactly one front and it has not expired", () => {
    for (let day = Date.UTC(2010, 0, 1, 12); day < Date.UTC(2040, 0, 1); day += 5 * 86_400_000) {
      const front = frontContract("ES", day);
      expect(front.rollAt).toBeGreaterThan(day);
      expect(front.lastTradeDate >= newYorkDay(day)).toBe(true);
    }
  });

  test("an unknown root is refused with the known ones", () => {
    expect(() => frontContract("CL", at)).toThrow(/expected one of NQ, ES, YM/);
  });
});
