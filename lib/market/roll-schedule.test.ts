import { describe, expect, test } from "vitest";
import { PRODUCTS } from "@/lib/market/contract";
import { rollAt } from "@/lib/market/roll";
import { readRollRule, ruleText, storedRollRule } from "@/lib/market/roll-rule";
import { comingRolls, finalInstant, frontUntil, isExpired, listedRoot } from "@/lib/market/roll-schedule";

/**
 * Public rules, by hand: contract month, last trading day (third Friday, or Thursday when that is Juneteenth), the trade
 * date of the Monday before the third Friday, and the Thursday eight days before it.
 */
const TABLE = [
  ["2024-03", "2024-03-15", "2024-03-11", "2024-03-07"],
  ["2024-06", "2024-06-21", "2024-06-17", "2024-06-13"],
  ["2024-09", "2024-09-20", "2024-09-16", "2024-09-12"],
  ["2024-12", "2024-12-20", "2024-12-16", "2024-12-12"],
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
const months = TABLE.map(([month]) => month);

/** The second Sundays of March: clocks in New York go forward; they go back in November, before any roll of December. */
const summerSince = ["2024-03-10", "2025-03-09", "2026-03-08", "2027-03-14"];

/** 18:00 in New York on a date. */
function evening(date: string): number {
  const isSummer =
    date.slice(5) < "11" && summerSince.some((day) => day.slice(0, 4) === date.slice(0, 4) && day <= date);
  return Date.parse(`${date}T${isSummer ? 22 : 23}:00:00Z`);
}
const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

describe("rolls of 2024 to 2027 by every rule", () => {
  describe.each(PRODUCTS.map((product) => product.root))("%s", (root) => {
    const listed = listedRoot(root);
    const rolls = comingRolls(listed, "2024-03", { kind: "monday" }, [], TABLE.length);

    test("lists the quarters in order, each with its last trading day", () => {
      expect(rolls.map((roll) => roll.month)).toEqual(months);
      expect(rolls.map((roll) => roll.lastTradeDate)).toEqual(TABLE.map(([, last]) => last));
    });

    test("Monday before the third Friday: from the session that opens on Sunday evening", () => {
      expect(rolls.map((roll) => roll.byRule.monday)).toEqual(TABLE.map(([, , monday]) => evening(dayBefore(monday))));
    });

    test("eight days before: Thursday 18:00 New York", () => {
      expect(rolls.map((roll) => roll.byRule.eightDays)).toEqual(TABLE.map(([, , , thursday]) => evening(thursday)));
    });

    test("a fixed date holds for its month only; the others follow the Monday", () => {
      const rule = storedRollRule.parse({ kind: "fixed", dates: { "2026-06": "2026-06-09" } });
      const fixed = comingRolls(listed, "2026-06", rule, [], 2);
      expect(fixed[0]?.at).toBe(evening("2026-06-08"));
      expect(fixed[0]?.byRule.fixed).toBe(fixed[0]?.at);
      expect(fixed[1]?.byRule.fixed).toBeNull();
      expect(fixed[1]?.at).toBe(fixed[1]?.byRule.monday);
    });

    test("volume crossover: after the first session in which the next contract traded more", () => {
      const volumes = [
        { month: "2026-06", date: "2026-06-10", volume: 900 },
        { month: "2026-09", date: "2026-06-10", volume: 899 },
        { month: "2026-06", date: "2026-06-11", volume: 500 },
        { month: "2026-09", date: "2026-06-11", volume: 501 },
      ];
      const [crossed, open] = comingRolls(listed, "2026-06", { kind: "volume" }, volumes, 2);
      expect(crossed?.byRule.volume).toBe(evening("2026-06-11"));
      expect(crossed?.at).toBe(evening("2026-06-11"));
      expect(open?.byRule.volume).toBeNull();
      expect(open?.at).toBe(rollAt(listed, "2026-09", { kind: "monday" }));
    });

    test("every rule rolls before the contract ends", () => {
      for (const roll of rolls) {
        const end = finalInstant(roll.lastTradeDate);
        expect(Math.max(roll.byRule.monday, roll.byRule.eightDays)).toBeLessThan(end);
        expect(isExpired(roll.lastTradeDate, end - 1)).toBe(false);
        expect(isExpired(roll.lastTradeDate, end)).toBe(true);
        expect(frontUntil(roll.lastTradeDate, roll.at, end - 1)).toBe(end);
        expect(frontUntil(roll.lastTradeDate, roll.at, roll.at - 1)).toBe(roll.at);
      }
    });
  });
});

describe("rules as data", () => {
  test("what cannot be read counts as the default of methodology 10.3", () => {
    expect(readRollRule({ kind: "whenever" })).toEqual({ kind: "days-before", days: 8 });
    expect(readRollRule({ kind: "monday" })).toEqual({ kind: "monday" });
  });

  test("wrong dates and numbers are refused", () => {
    for (const rule of [
      { kind: "fixed", dates: { "2026-13": "2026-12-08" } },
      { kind: "fixed", dates: { "2026-12": "8 December" } },
      { kind: "days-before", days: -1 },
      { kind: "monday", days: 8 },
    ]) {
      expect(storedRollRule.safeParse(rule).success).toBe(false);
    }
  });

  test("each says itself in words", () => {
    expect(ruleText({ kind: "days-before", days: 8 })).toBe("8 days before the third Friday");
    expect(ruleText({ kind: "volume" })).toBe("volume crossover");
  });
});
