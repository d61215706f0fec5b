/**
 * The configuration table of the methodology as people edit it: label, unit, choices, and what a change takes hold of.
 * Pure; the values and their check are lib/signal/config.ts.
 */
import { type ConfigValues, PROFILE_VALUES, type ProfileName } from "@/lib/signal/config";

export type ConfigKey = keyof ConfigValues;

export interface ConfigField {
  readonly key: ConfigKey;
  readonly label: string;
  /** Empty where the value needs none. */
  readonly unit: string;
  /** Choices as stored, with their words; null for a text field. */
  readonly choices: Readonly<Record<string, string>> | null;
  /** What a change takes hold of, and what it leaves alone. */
  readonly effect: string;
}

const onOff = { true: "yes", false: "no" } as const;
const stops = "Signals confirmed from then on; confirmed signals and open trades keep their stop.";
const judged = "Signals judged from then on; what is judged stays as it is.";
const opened = "Trades opened from then on; open trades keep their break-even levels.";
const sizes = "Position sizes only: no decision of the engine uses it.";

/** Every key of the table, in its order. */
export const CONFIG_FIELDS: readonly ConfigField[] = [
  { key: "stopBufferPoints", label: "Stop buffer", unit: "points", choices: null, effect: stops },
  {
    ...{ key: "entryMode", label: "Entry", unit: "", effect: "Signals confirmed from then on." },
    choices: { nextCandleOpen: "first trade of the next candle", confirmationClose: "close of the confirmation" },
  },
  { key: "symmetricDoublePivot", label: "Symmetric double pivot", unit: "", choices: onOff, effect: stops },
  {
    ...{ key: "sessionFilter", label: "Session filter", unit: "", effect: judged },
    choices: { enforce: "enforce", off: "off" },
  },
  { key: "leftSearchCandles", label: "Left search", unit: "candles", choices: null, effect: stops },
  { key: "staleThresholdPoints", label: "Stale beyond", unit: "points", choices: null, effect: judged },
  {
    ...{ key: "staleAction", label: "Stale signals", unit: "", effect: judged },
    choices: { flag: "flag", reject: "reject", off: "not checked" },
  },
  { key: "htfFrames", label: "Higher timeframes", unit: "", choices: null, effect: judged },
  { key: "htfRequired", label: "Higher timeframes required", unit: "", choices: onOff, effect: judged },
  { key: "beTriggerR", label: "Break-even trigger", unit: "R", choices: null, effect: opened },
  { key: "beOffsetPoints", label: "Break-even offset", unit: "points", choices: null, effect: opened },
  {
    ...{ key: "anomalyJumpPoints", label: "Suspicious jump beyond", unit: "points", choices: null },
    effect: "Ticks from then on; ticks judged before stay as they are.",
  },
  {
    ...{ key: "tickGapSeconds", label: "Silence beyond", unit: "seconds", choices: null },
    effect: "Quiet spells that end from then on are recorded beyond this.",
  },
  { key: "accountSize", label: "Account", unit: "USD", choices: null, effect: sizes },
  { key: "riskPercent", label: "Risk per trade", unit: "%", choices: null, effect: sizes },
  { key: "minContracts", label: "Fewest contracts", unit: "", choices: null, effect: sizes },
  {
    ...{ key: "confirmVoidGraceMs", label: "Grace of an opposing signal", unit: "ms", choices: null },
    effect: "Opposing signals received from then on.",
  },
];

/** A value as a field shows it. */
export function configText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(",");
  return String(value ?? "");
}

/** What a profile says where nothing is set. */
export function profileText(profile: ProfileName, key: ConfigKey): string {
  return configText(PROFILE_VALUES[profile][key]);
}

/** A value in words, with its unit. */
export function configWords({ choices, unit }: ConfigField, text: string): string {
  return choices?.[text] ?? (unit === "" ? text : `${text} ${unit}`);
}

/** A field's text as the schema takes it; text that is no number stays text, for the schema to refuse. */
export function configValue(key: ConfigKey, text: string): unknown {
  const value = PROFILE_VALUES.spec[key];
  const given = text.trim();
  if (typeof value === "boolean") return given === "true" ? true : given === "false" ? false : given;
  return typeof value === "number" && given !== "" && !Number.isNaN(Number(given)) ? Number(given) : given;
}
