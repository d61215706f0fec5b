/** Marks in words, and as a filter of the Signal Lab where that can say the same. Pure. */

import { groupingTitles, unitWords } from "@/lib/analysis/figures";
import type { Grouping } from "@/lib/analysis/group-key";
import type { Mark } from "@/lib/analysis/marks";
import type { Question } from "@/lib/analysis/results";
import type { LabFilter } from "@/lib/lab/filter";
import * as words from "@/lib/lab/words";
import type { Variant } from "@/lib/trade/statistics";
import { LADDER_STEPS_PER_R } from "@/lib/trade/trade";

export const variantWords: Readonly<Record<Variant, string>> = { "no-be": "No-BE", be: "BE" };

const outcomeWords = {
  win: "Winners",
  "break-even": "Break-evens",
  loss: "Losers",
  open: "Still open",
  other: "Closed by roll or by hand",
} as const;

const changeWords = { saved: "Losses saved", cost: "Winners cost", same: "No difference" } as const;

/** Labels of a grouping's keys; a contract is its own label. */
const keyLabels: Readonly<Record<Grouping, ReadonlyMap<string | number, string>>> = {
  session: words.sessionLabels,
  direction: words.directionLabels,
  hour: words.hourLabels,
  weekday: words.weekdayLabels,
  scenario: words.scenarioLabels,
  contract: new Map(),
  breakEven: new Map([
    ["triggered", "Armed (+1R touched)"],
    ["not-triggered", "Never armed"],
  ]),
};

/** A group's key as people read it. */
export function groupWords(by: Grouping, key: string): string {
  return keyLabels[by].get(key) ?? keyLabels[by].get(Number(key)) ?? key;
}

function short(value: number): string {
  return String(Number(value.toFixed(2))).replace("-", "−");
}

function spanWords(from: number | null, to: number | null): string {
  if (from === null) return to === null ? "any" : `up to ${short(to)}`;
  return to === null ? `${short(from)} and more` : `${short(from)} to ${short(to)}`;
}

/** Break-even trigger and target of a surface cell. */
export function cellWords(trigger: number | null, target: number): string {
  const stop = trigger === null ? "No break-even" : `BE at ${trigger / LADDER_STEPS_PER_R}R`;
  return `${stop}, target ${target / LADDER_STEPS_PER_R}R`;
}

/** What a mark's trades have in common. */
export function markWords(mark: Mark, { unit, variant, target }: Question): string {
  const goal = target === null ? "run to the stop" : `${target}R`;
  switch (mark.kind) {
    case "all":
      return "All trades";
    case "outcome":
      return `${outcomeWords[mark.outcome]}, ${variantWords[variant]} ${goal}`;
    case "change":
      return `${changeWords[mark.change]} by break-even, target ${mark.target}R`;
    case "hit":
      return `Closed, ${variantWords[mark.variant]} MFE reached ${mark.target}R`;
    case "mfe":
      return `${variantWords[mark.variant]} MFE ${spanWords(mark.from, mark.to)} ${unitWords[unit]}`;
    case "plane":
      return `MAE ${spanWords(mark.mae.from, mark.mae.to)}, MFE ${spanWords(mark.mfe.from, mark.mfe.to)} ${unitWords[unit]}`;
    case "density":
      return `With a result, rectangle ${mark.column + 1} from the left and ${mark.row + 1} from below of MAE × MFE`;
    case "heat":
      return `Winners ${variantWords[variant]} ${goal} that bore ${mark.bar / 10}R to ${(mark.bar + 1) / 10}R`;
    case "time":
      return "Closed trades by time to MFE";
    case "group":
      return `${groupingTitles[mark.by]}: ${groupWords(mark.by, mark.key)}`;
    case "date":
      return `Signals of ${mark.date}`;
    case "closing":
      return `Resolved trades ${mark.from} to ${mark.to} in order of closing`;
    case "cell": {
      const result = mark.result === "all" ? "" : `: ${outcomeWords[mark.result].toLowerCase()}`;
      return `${cellWords(mark.trigger, mark.target)}${result}`;
    }
  }
}

/** The grouping's parameter of the filter; break-even state has none that means the same. */
const groupFilters: Readonly<Record<Grouping, (key: string) => Partial<LabFilter> | null>> = {
  session: (key) => ({ session: [...words.sessionLabels.keys()].filter((name) => name === key) }),
  direction: (key) => ({ direction: [...words.directionLabels.keys()].filter((name) => name === key) }),
  hour: (key) => ({ hour: [Number(key)] }),
  weekday: (key) => ({ weekday: [Number(key)] }),
  scenario: (key) => {
    const scenario = [...words.scenarioLabels.keys()].filter((name) => name === key);
    return scenario.length === 0 ? null : { scenario };
  },
  contract: (key) => ({ contract: [key] }),
  breakEven: () => null,
};

/** What the filter must add to mean a mark's signals; null when it cannot say it. Rejected reviews never count here. */
export function markFilter(mark: Mark, filter: LabFilter, { unit }: Question): LabFilter | null {
  const part = ((): Partial<LabFilter> | null => {
    switch (mark.kind) {
      case "all":
        return { has: withTrade(filter) };
      case "group": {
        const narrowed = groupFilters[mark.by](mark.key);
        return narrowed === null ? null : { ...narrowed, has: withTrade(filter) };
      }
      case "date":
        return { from: mark.date, to: mark.date };
      case "hit": {
        const span = { from: mark.target, to: null };
        return { status: ["CLOSED"], ...(mark.variant === "be" ? { bemfe: span } : { mfe: span }) };
      }
      case "mfe": {
        if (unit !== "r") return null;
        const span = { from: mark.from, to: mark.to };
        return { status: ["CLOSED"], ...(mark.variant === "be" ? { bemfe: span } : { mfe: span }) };
      }
      case "outcome":
      case "change":
      case "plane":
      case "density":
      case "heat":
      case "time":
      case "closing":
      case "cell":
        return null;
    }
  })();
  if (part === null) return null;
  const review = (filter.review.length > 0 ? filter.review : [...words.reviewLabels.keys()]).filter(
    (state) => state !== "rejected",
  );
  return { ...filter, ...part, review, deleted: "no" };
}

function withTrade(filter: LabFilter): LabFilter["has"] {
  return [...words.havingLabels.keys()].filter((having) => having === "trade" || filter.has.includes(having));
}
