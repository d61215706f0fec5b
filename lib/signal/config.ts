/**
 * Configuration of the methodology as data: two named profiles, overrides by key, and what the engine needs of them
 * in whole ticks of one instrument. Points and R are read exactly; nothing here knows files or environments.
 */
import { z } from "zod";
import { type Decimal, type PriceScale, parseDecimal, pointsToTicks } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";
import type { HtfFrame } from "@/lib/signal/types";

export type ProfileName = "spec" | "indicator";
export const PROFILES: readonly ProfileName[] = ["spec", "indicator"];

const FRAMES: readonly HtfFrame[] = ["D", "4H", "1H", "15M", "5M", "1M"];
const isFrame = (text: string): text is HtfFrame => FRAMES.some((frame) => frame === text);

/** Decimal number given as a JSON number or as text, kept as text so that it stays exact. */
const decimal = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine((text) => parseDecimal(text) !== null, "expected a decimal number");
const notNegative = decimal.refine((text) => !text.trim().startsWith("-"), "expected a number that is not negative");
const positive = decimal.refine((text) => (parseDecimal(text)?.mantissa ?? 0n) > 0n, "expected a number above 0");
const frames = z
  .union([
    z.array(z.string()),
    z.string().transform((text) => (text === "none" ? [] : text.split(","))),
    z.null().transform(() => []),
  ])
  .transform((list) => list.map((frame) => frame.trim()))
  .refine((list) => list.every(isFrame), `expected frames of ${FRAMES.join(", ")} or "none"`)
  .transform((list) => list.filter(isFrame));

/** The configuration table of methodology, key by key; every key optional. Unknown keys are errors. */
export const configSchema = z.strictObject({
  stopBufferPoints: notNegative.optional(),
  entryMode: z.enum(["nextCandleOpen", "confirmationClose"]).optional(),
  symmetricDoublePivot: z.boolean().optional(),
  sessionFilter: z.enum(["enforce", "off"]).optional(),
  leftSearchCandles: z.int().min(0).max(1_000).optional(),
  staleThresholdPoints: notNegative.optional(),
  staleAction: z.enum(["flag", "reject", "off"]).optional(),
  htfFrames: frames.optional(),
  htfRequired: z.boolean().optional(),
  beTriggerR: positive.optional(),
  beOffsetPoints: decimal.optional(),
  anomalyJumpPoints: notNegative.optional(),
  tickGapSeconds: positive.optional(),
  accountSize: positive.optional(),
  riskPercent: positive.optional(),
  minContracts: z.int().min(0).optional(),
  confirmVoidGraceMs: z.int().min(0).optional(),
});

/** A full set of values. Decimal values are text. */
export type ConfigValues = {
  readonly [Key in keyof z.output<typeof configSchema>]-?: Exclude<z.output<typeof configSchema>[Key], undefined>;
};

const SPEC: ConfigValues = {
  stopBufferPoints: "25.00",
  entryMode: "nextCandleOpen",
  symmetricDoublePivot: true,
  sessionFilter: "enforce",
  leftSearchCandles: 5,
  staleThresholdPoints: "5.00",
  staleAction: "flag",
  htfFrames: ["1H", "15M", "5M"],
  htfRequired: false,
  beTriggerR: "1",
  beOffsetPoints: "0",
  anomalyJumpPoints: "50.00",
  tickGapSeconds: "5",
  accountSize: "100000",
  riskPercent: "1.00",
  minContracts: 1,
  confirmVoidGraceMs: 5_000,
};

/** A dash of the table means the spec value. */
const INDICATOR: ConfigValues = {
  ...SPEC,
  stopBufferPoints: "0.25",
  entryMode: "confirmationClose",
  symmetricDoublePivot: false,
  sessionFilter: "off",
  staleAction: "off",
  htfFrames: [],
  riskPercent: "0.15",
};

/** Values of the two profiles (methodology, configuration table). */
export const PROFILE_VALUES: Readonly<Record<ProfileName, ConfigValues>> = { spec: SPEC, indicator: INDICATOR };

/** The configuration as one series uses it. Distances in whole ticks; thresholds rounded down, which compares exactly. */
export interface SeriesRules {
  readonly profile: ProfileName;
  readonly values: ConfigValues;
  readonly bufferTicks: Ticks;
  readonly staleTicks: Ticks;
  readonly anomalyJumpTicks: Ticks;
  readonly breakEven: {
    readonly triggerNumerator: number;
    readonly triggerDenominator: number;
    readonly offsetTicks: Ticks;
  };
}

export type ResolvedRules =
  | { readonly ok: true; readonly rules: SeriesRules }
  /** One sentence per mistake: key, what was expected, what came. */
  | { readonly ok: false; readonly errors: readonly string[] };

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return `unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}: expected ${Object.keys(configSchema.shape).join(", ")}`;
  }
  return issue.path.length === 0
    ? `expected a JSON object: ${issue.message}`
    : `${issue.path.join(".")}: ${issue.message}`;
}

function fractionOf(value: Decimal): { triggerNumerator: number; triggerDenominator: number } {
  return { triggerNumerator: Number(value.mantissa), triggerDenominator: 10 ** value.scale };
}

/**
 * The overrides a market is judged with, in the intake and in the engine alike. One that never closes (the simulated
 * exchange) has signals in every hour unless the instrument says otherwise: else a newcomer in the evening would see nothing but
 * rejections.
 */
export function marketOverrides(
  neverCloses: boolean,
  overrides: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return neverCloses ? { sessionFilter: "off", ...overrides } : { ...overrides };
}

/**
 * Applies overrides to a profile and turns the result into ticks of an instrument.
 * @param overrides any JSON value; must be an object with keys of the configuration table
 */
export function resolveRules(profile: ProfileName, overrides: unknown, scale: PriceScale): ResolvedRules {
  const parsed = configSchema.safeParse(overrides);
  if (!parsed.success) return { ok: false, errors: parsed.error.issues.map(describeIssue) };
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const values: ConfigValues = { ...PROFILE_VALUES[profile], ...given };
  const buffer = pointsToTicks(values.stopBufferPoints, scale);
  const stale = pointsToTicks(values.staleThresholdPoints, scale);
  const jump = pointsToTicks(values.anomalyJumpPoints, scale);
  const offset = pointsToTicks(values.beOffsetPoints, scale);
  const trigger = parseDecimal(values.beTriggerR);
  if (buffer === null || stale === null || jump === null || offset === null || trigger === null) {
    return { ok: false, errors: ["a distance is too large to be counted in ticks"] };
  }
  if (!buffer.exact) {
    const tick = `${scale.units / 10 ** scale.decimals}`;
    return {
      ok: false,
      errors: [`stopBufferPoints: expected a multiple of the tick size ${tick}, got ${values.stopBufferPoints}`],
    };
  }
  return {
    ok: true,
    rules: {
      profile,
      values,
      bufferTicks: buffer.floor,
      staleTicks: stale.floor,
      anomalyJumpTicks: jump.floor,
      breakEven: { ...fractionOf(trigger), offsetTicks: offset.floor },
    },
  };
}
