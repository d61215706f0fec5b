/**
 * What people may change of a running engine: profile and overrides, spellings, opening hours. JSON-safe: a change is an
 * input of the engine like any other and kept in its journal, so that a stored instant is judged by the same settings
 * before and after a restart. A change holds for what is decided from then on; nothing decided is judged again.
 */
import { z } from "zod";
import type { Calendar } from "@/lib/market/calendar";
import { calendarOf, hoursSchema } from "@/lib/market/hours";
import type { PriceScale } from "@/lib/market/price";
import { resolveRules, type SeriesRules } from "@/lib/signal/config";

const settingsSchema = z.strictObject({
  profile: z.enum(["spec", "indicator"]),
  /** Overrides of the methodology's configuration table. */
  config: z.record(z.string(), z.unknown()),
  tradingview: z.array(z.string()),
  hours: hoursSchema,
});

export type EngineSettings = z.output<typeof settingsSchema>;

/** The settings as the engine uses them. */
export interface ResolvedSettings {
  readonly rules: SeriesRules;
  readonly tradingview: readonly string[];
  readonly calendar: Calendar;
}

/** Turns settings into rules and hours. @throws when they cannot be read, with one sentence per mistake */
export function resolveSettings(settings: unknown, scale: PriceScale): ResolvedSettings {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new RangeError(`engine settings: ${issues.join("; ")}`);
  }
  const { profile, config, tradingview, hours } = parsed.data;
  const resolved = resolveRules(profile, config, scale);
  if (!resolved.ok) throw new RangeError(`engine settings: ${resolved.errors.join("; ")}`);
  return { rules: resolved.rules, tradingview, calendar: calendarOf(hours) };
}

/** True when two settings say the same, whatever the order of their keys. */
export function sameSettings(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
