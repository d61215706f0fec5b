/**
 * Which values of an entry a person may correct, and when a value is refused (methodology 9.1, 9.2; ADR 51).
 * What names the entry (contract, direction, candle) is not among them: an entry with a wrong one is rejected, not rewritten.
 */
import type { SignalRecord } from "@/lib/engine/types";
import { formatPrice, type PriceScale, parseDecimal, parsePrice, pointsToTicks } from "@/lib/market/price";
import { SESSIONS } from "@/lib/market/session";
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { TradeRecord } from "@/lib/trade/types";

/** Fields in the order of the form. Kinds: a price, a distance from the entry in points, or one of a few words. */
export const correctionFields = [
  { field: "entryPrice", label: "Entry", kind: "price", needsReason: true },
  { field: "stopLoss", label: "Stop", kind: "price", needsReason: true },
  { field: "exitPrice", label: "Exit", kind: "price", needsReason: true },
  { field: "exitReason", label: "Exit reason", kind: "word", needsReason: true },
  { field: "beMfe", label: "MFE, BE leg", kind: "distance", needsReason: true },
  { field: "noBeMfe", label: "MFE, No-BE leg", kind: "distance", needsReason: true },
  { field: "mae", label: "MAE", kind: "distance", needsReason: true },
  { field: "session", label: "Session", kind: "word", needsReason: false },
  { field: "scenario", label: "Stop scenario", kind: "word", needsReason: false },
] as const;
export type CorrectionField = (typeof correctionFields)[number]["field"];

/** Words of the fields that take one. */
export const correctionWords: Partial<Readonly<Record<CorrectionField, readonly string[]>>> = {
  exitReason: ["STOP_LOSS", "ROLL", "MANUAL"],
  session: [...new Set(SESSIONS.map(({ name }) => name))],
  scenario: ["A", "B", "C_PIVOT", "C_CANDLE", "C_SIGNAL"],
};

/** A person's value beside the machine's. Prices and distances are decimal text in points. */
export interface Override {
  readonly human: string;
  /** The machine's value when it was corrected; null when it had none. */
  readonly auto: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: EpochMs;
}
export type Overrides = { readonly [Field in CorrectionField]?: Override };

/** Asked-for values; null gives the field back to the machine. */
export type CorrectionChanges = { readonly [Field in CorrectionField]?: string | null | undefined };

export interface FieldProblem {
  readonly field: CorrectionField | "reason" | "";
  readonly message: string;
}

/** The machine's value of a field as people read it; null when there is none. */
export function automaticValue(field: CorrectionField, record: SignalRecord, scale: PriceScale): string | null {
  const { trade } = record;
  const price = (ticks: Ticks | null | undefined): string | null => (ticks == null ? null : formatPrice(ticks, scale));
  switch (field) {
    case "entryPrice":
      return price(trade?.entryPrice);
    case "stopLoss":
      return price(record.stopLoss);
    case "exitPrice":
      return price(trade?.exitPrice);
    case "exitReason":
      return trade?.exitReason ?? null;
    case "beMfe":
      return price(trade?.beMfe);
    case "noBeMfe":
      return price(trade?.noBeMfe);
    case "mae":
      return price(trade?.mae);
    case "session":
      return record.session;
    case "scenario":
      return record.stopScenario;
  }
}

/** Why a field of this entry cannot be corrected now; null when it can. */
export function whyNotCorrectable(
  field: CorrectionField,
  record: SignalRecord,
  effective: TradeRecord | null,
): string | null {
  if (field === "session") return null;
  if (record.stopLoss === null) return "The signal was never confirmed, so there is no such value.";
  if (field === "scenario") return null;
  if (effective === null) return "There is no trade yet, so there is no such value.";
  if (field === "entryPrice" || field === "stopLoss") return null;
  return effective.closedAt === null ? "The trade still runs; this can be corrected when it has ended." : null;
}

type Parsed =
  | { readonly ok: true; readonly text: string; readonly ticks: Ticks }
  | { readonly ok: false; readonly message: string };

const badPrice = {
  "not-a-number": "expected a price such as 25104.75",
  "off-tick": "is between two ticks",
  "non-positive": "expected a price above 0",
} as const;

/** A value as it is stored, or what is wrong with it. Words carry no ticks (NaN). */
export function readValue(field: CorrectionField, text: string, scale: PriceScale): Parsed {
  const kind = correctionFields.find((each) => each.field === field)?.kind;
  const trimmed = text.trim().replace("\u2212", "-");
  if (kind === "word") {
    const words = correctionWords[field] ?? [];
    return words.includes(trimmed)
      ? { ok: true, text: trimmed, ticks: Number.NaN }
      : { ok: false, message: `expected one of ${words.join(", ")}, got ${JSON.stringify(trimmed.slice(0, 40))}` };
  }
  if (kind === "price") {
    const price = parsePrice(trimmed, scale);
    if (price.ok) return { ok: true, text: formatPrice(price.ticks, scale), ticks: price.ticks };
    const tick = formatPrice(1, scale);
    return { ok: false, message: `${trimmed.slice(0, 40)} ${badPrice[price.reason]} (tick ${tick})` };
  }
  const distance = parseDecimal(trimmed) === null ? null : pointsToTicks(trimmed, scale);
  if (distance === null) return { ok: false, message: "expected a distance in points such as 12.50" };
  if (!distance.exact)
    return { ok: false, message: `${trimmed} points is between two ticks (tick ${formatPrice(1, scale)})` };
  return { ok: true, text: formatPrice(distance.floor, scale), ticks: distance.floor };
}

export interface Corrector {
  readonly email: string;
  readonly at: EpochMs;
  readonly reason: string | null;
}

export type NextOverrides =
  | { readonly ok: true; readonly overrides: Overrides }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * The overrides after a change. A value equal to the machine's is no override; a field not named stays as it was.
 * Says nothing yet about whether the values fit together (lib/lab/corrected.ts).
 */
export function nextOverrides(
  overrides: Overrides,
  changes: CorrectionChanges,
  record: SignalRecord,
  scale: PriceScale,
  by: Corrector,
): NextOverrides {
  const next: { [Field in CorrectionField]?: Override } = { ...overrides };
  const problems: FieldProblem[] = [];
  let needsReason = false;
  for (const { field, needsReason: asks } of correctionFields) {
    const wanted = changes[field];
    if (wanted === undefined) continue;
    const auto = automaticValue(field, record, scale);
    if (wanted === null) {
      delete next[field];
      needsReason ||= asks && overrides[field] !== undefined;
      continue;
    }
    const value = readValue(field, wanted, scale);
    if (!value.ok) {
      problems.push({ field, message: value.message });
    } else if (value.text === auto) {
      delete next[field];
      needsReason ||= asks && overrides[field] !== undefined;
    } else if (value.text !== overrides[field]?.human) {
      next[field] = { human: value.text, auto, reason: by.reason, by: by.email, at: by.at };
      needsReason ||= asks;
    }
  }
  if (needsReason && (by.reason ?? "").trim() === "") {
    const message = "Entry, stop, exit and MFE are corrected with a reason: say why.";
    problems.push({ field: "reason", message });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, overrides: next };
}
