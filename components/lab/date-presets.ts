/** Named spans of New York dates for the filter bar. Pure: today is an argument. */
import { DAY_MS, isoDate } from "@/lib/market/zone";

/** Dates `YYYY-MM-DD`, both included; null is open. */
export interface DateSpan {
  readonly from: string | null;
  readonly to: string | null;
}

export const presets = {
  all: "All",
  today: "Today",
  yesterday: "Yesterday",
  week: "Week",
  month: "Month",
} as const;
export type Preset = keyof typeof presets;

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** The span of a preset: the week begins on Monday, week and month end today. */
export function presetSpan(preset: Preset, today: string): DateSpan {
  const day = dayOf(today);
  switch (preset) {
    case "all":
      return { from: null, to: null };
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: isoDate(day - 1), to: isoDate(day - 1) };
    case "week":
      // 1970-01-01 was a Thursday.
      return { from: isoDate(day - ((day + 3) % 7)), to: today };
    case "month":
      return { from: `${today.slice(0, 8)}01`, to: today };
  }
}

/** The preset that a span is, or null for one of its own. On the first of a week or month the shorter name wins. */
export function presetOf(span: DateSpan, today: string): Preset | null {
  const names = Object.keys(presets) as Preset[];
  return (
    names.find((name) => {
      const { from, to } = presetSpan(name, today);
      return from === span.from && to === span.to;
    }) ?? null
  );
}
