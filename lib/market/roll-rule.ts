/**
 * Roll rules as data: what is stored with a root, checked, and how a rule is said in words.
 * Knows no dates of its own; lib/market/roll.ts computes with it.
 */
import { z } from "zod";
import { type DailyVolume, DEFAULT_ROLL_RULE, type RollRule } from "@/lib/market/roll";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected a date YYYY-MM-DD");
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a contract month YYYY-MM");

/** A rule as it is stored: the volume rule finds its volumes in the recorded candles. */
export const storedRollRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("monday") }),
  z.strictObject({ kind: z.literal("days-before"), days: z.int().min(0).max(60) }),
  z.strictObject({ kind: z.literal("fixed"), dates: z.record(month, date) }),
  z.strictObject({ kind: z.literal("volume") }),
]);

export type StoredRollRule = z.output<typeof storedRollRule>;

/** The stored rule of a root; an unreadable one counts as the default (methodology 10.3). */
export function readRollRule(stored: unknown): StoredRollRule {
  const parsed = storedRollRule.safeParse(stored);
  if (parsed.success) return parsed.data;
  return DEFAULT_ROLL_RULE.kind === "days-before" ? { ...DEFAULT_ROLL_RULE } : { kind: "monday" };
}

/** The rule with what it needs to compute. */
export function withVolumes(rule: StoredRollRule, volumes: readonly DailyVolume[]): RollRule {
  return rule.kind === "volume" ? { kind: "volume", volumes } : rule;
}

/** A rule in plain words. */
export function ruleText(rule: StoredRollRule): string {
  switch (rule.kind) {
    case "monday":
      return "Monday before the third Friday";
    case "days-before":
      return `${rule.days} days before the third Friday`;
    case "fixed":
      return "fixed dates";
    case "volume":
      return "volume crossover";
  }
}
