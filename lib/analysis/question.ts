/** What is asked of the trades, as URL parameters ⇄ `Question`. What is not understood is named and the default stands. */
import type { Question } from "@/lib/analysis/results";
import { type DistanceUnit, distanceUnits } from "@/lib/format/excursion";
import type { UnknownParameter } from "@/lib/lab/filter";
import type { Variant } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** Two R without break-even on 70 % of the trades: what the page opens with. */
export const defaultQuestion: Question = { variant: "no-be", target: 2, unit: "r", split: 0.7 };

/** Names the question takes in an address; the filter leaves them alone. */
export const questionNames: ReadonlySet<string> = new Set(["variant", "target", "unit", "split"]);

/** Whole percent of the trades that may be in the earlier part of the split. */
const SPLIT_MIN = 10;
const SPLIT_MAX = 90;

function variantOf(text: string): Variant | undefined {
  return text === "be" || text === "no-be" ? text : undefined;
}

function targetOf(text: string): number | null | undefined {
  if (text === "stop") return null;
  const target = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  return target >= 1 && target <= TARGET_R_MAX ? target : undefined;
}

function unitOf(text: string): DistanceUnit | undefined {
  return distanceUnits.find((unit) => unit === text);
}

function splitOf(text: string): number | undefined {
  const percent = /^\d{2}$/.test(text) ? Number(text) : 0;
  return percent >= SPLIT_MIN && percent <= SPLIT_MAX ? percent / 100 : undefined;
}

/** Reads the question's parameters; others are the filter's. */
export function parseQuestion(params: URLSearchParams): {
  readonly question: Question;
  readonly unknown: readonly UnknownParameter[];
} {
  const unknown: UnknownParameter[] = [];
  const read = <T>(name: string, parse: (text: string) => T | undefined, fallback: T, expected: string): T => {
    const text = params.get(name);
    if (text === null || text === "") return fallback;
    const value = parse(text);
    if (value === undefined) unknown.push({ name, value: text.slice(0, 100), expected });
    return value === undefined ? fallback : value;
  };
  const { variant, target, unit, split } = defaultQuestion;
  const question: Question = {
    variant: read("variant", variantOf, variant, "be or no-be"),
    target: read("target", targetOf, target, `a whole R from 1 to ${TARGET_R_MAX}, or stop`),
    unit: read("unit", unitOf, unit, `one of ${distanceUnits.join(", ")}`),
    split: read("split", splitOf, split, `whole percent from ${SPLIT_MIN} to ${SPLIT_MAX}`),
  };
  return { question, unknown };
}

/** The question as URL parameters; what the page opens with is left out. */
export function questionParams({ variant, target, unit, split }: Question): URLSearchParams {
  const params = new URLSearchParams();
  if (variant !== defaultQuestion.variant) params.set("variant", variant);
  if (target !== defaultQuestion.target) params.set("target", target === null ? "stop" : String(target));
  if (unit !== defaultQuestion.unit) params.set("unit", unit);
  if (split !== defaultQuestion.split) params.set("split", String(Math.round(split * 100)));
  return params;
}
