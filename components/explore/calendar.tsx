"use client";
/** Results by New York signal date, a block per month; each day opens its signals. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { amount, brief, count, size } from "@/components/explore/amounts";
import { Figure } from "@/components/explore/figure";
import type { FigureProps } from "@/components/explore/figure-props";
import { targetWords, unitWords } from "@/lib/analysis/figures";
import type { CalendarDay } from "@/lib/analysis/groups";
import { variantWords } from "@/lib/analysis/mark-words";
import { reportTable } from "@/lib/analysis/tables";
import type { DistanceUnit } from "@/lib/format/excursion";
import { DAY_MS } from "@/lib/market/zone";

/** Months shown at a time. */
const monthsShown = 3;

const monthName = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
/** Trading weeks begin on Sunday evening; nothing trades on Saturday. */
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri"] as const;

interface Slot {
  readonly date: string;
  readonly column: number;
  readonly row: number;
}

/** Days of a month, `YYYY-MM`, placed by weekday; Saturdays are left out. */
function slotsOf(month: string): Slot[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const slots: Slot[] = [];
  let row = 1;
  for (let at = first; new Date(at).toISOString().startsWith(month); at += DAY_MS) {
    const weekday = new Date(at).getUTCDay();
    if (weekday === 0 && at > first) row += 1;
    if (weekday < 6) slots.push({ date: new Date(at).toISOString().slice(0, 10), column: weekday + 1, row });
  }
  return slots;
}

export function Calendar({ report, question, query, onPick, className = "" }: FigureProps) {
  const { unit, variant, target } = question;
  const days = new Map(report.calendar.map((day) => [day.date, day]));
  const months = [...new Set(report.calendar.map(({ date }) => date.slice(0, 7)))].sort();
  const [back, setBack] = useState(0);
  const end = Math.max(monthsShown, months.length - back);
  const shown = months.slice(Math.max(0, end - monthsShown), end);
  const farthest = Math.max(0, ...report.calendar.map(({ total }) => Math.abs(total ?? 0)));
  const turn =
    "touch flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2 disabled:opacity-40";
  return (
    <Figure
      name="calendar"
      title="Calendar"
      caption={`Total of the day's signals by New York signal date, ${variantWords[variant]}, ${targetWords(target)}, ${unitWords[unit]}; small: trades resolved.`}
      n={report.counts.signals}
      counted="signals"
      table={reportTable("calendar", report, question)}
      query={query}
      onPick={onPick}
      markOf={(index) => {
        const day = report.calendar[index];
        return day === undefined ? null : { kind: "date", date: day.date };
      }}
      aside={
        months.length > monthsShown && (
          <>
            <button
              type="button"
              className={turn}
              disabled={end <= monthsShown}
              onClick={() => setBack(back + monthsShown)}
            >
              <ChevronLeft size={14} aria-hidden />
              <span className="sr-only">Earlier months</span>
            </button>
            <button
              type="button"
              className={turn}
              disabled={back === 0}
              onClick={() => setBack(Math.max(0, back - monthsShown))}
            >
              <ChevronRight size={14} aria-hidden />
              <span className="sr-only">Later months</span>
            </button>
          </>
        )
      }
      className={className}
    >
      <div className="grid gap-4 px-3 pb-3 [grid-template-columns:repeat(auto-fit,minmax(200px,1fr))]">
        {shown.map((month) => (
          <div key={month} className="min-w-0">
            <p className="pb-1 text-12 font-medium">{monthName.format(Date.parse(`${month}-01T00:00:00Z`))}</p>
            <div className="grid grid-cols-6 gap-px">
              {weekdays.map((name) => (
                <span key={name} className="text-center text-11 text-text-3">
                  {name}
                </span>
              ))}
              {slotsOf(month).map(({ date, column, row }) => (
                <Day
                  key={date}
                  date={date}
                  day={days.get(date)}
                  unit={unit}
                  farthest={farthest}
                  style={{ gridColumn: column, gridRow: row + 1 }}
                  onOpen={() => onPick({ kind: "date", date })}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Figure>
  );
}

interface DayProps {
  readonly date: string;
  readonly day: CalendarDay | undefined;
  readonly unit: DistanceUnit;
  readonly farthest: number;
  readonly style: { readonly gridColumn: number; readonly gridRow: number };
  readonly onOpen: () => void;
}

function dayWords(date: string, day: CalendarDay, unit: DistanceUnit): string {
  const parts = [
    `${date}: ${day.signals} signals, ${day.confirmed} confirmed, ${day.cancelled} cancelled, ${day.active} active, ${day.closed} closed`,
    day.refused > 0 ? `${day.refused} not taken` : "",
    day.meanMfe === null ? "" : `mean MFE ${size(day.meanMfe, unit)}`,
    day.total === null ? "no result yet" : `total ${amount(day.total, unit)} over ${day.n}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function Day({ date, day, unit, farthest, style, onOpen }: DayProps) {
  const number = String(Number(date.slice(8)));
  if (day === undefined) {
    return (
      <span style={style} className="flex h-13 flex-col items-start bg-surface-1 px-1 text-11 text-text-3">
        {number}
      </span>
    );
  }
  const { total, n } = day;
  const share = total === null || farthest === 0 ? 0 : Math.round(8 + 55 * (Math.abs(total) / farthest));
  const background =
    total === null
      ? undefined
      : `color-mix(in oklch, var(--${total >= 0 ? "up" : "down"}-mark) ${share}%, var(--surface-1))`;
  const words = dayWords(date, day, unit);
  return (
    <button
      type="button"
      onClick={onOpen}
      title={words}
      style={{ ...style, background }}
      className="flex h-13 min-w-0 flex-col items-stretch bg-surface-2 px-1 text-left text-11 -outline-offset-2 hover:ring-1 hover:ring-text-1 hover:ring-inset"
    >
      <span className="sr-only">{words}</span>
      <span aria-hidden className="text-text-1">
        {number}
      </span>
      <span aria-hidden className="num truncate text-right font-semibold text-text-1">
        {total === null ? "—" : brief(total)}
      </span>
      <span aria-hidden className="num truncate text-right text-text-1">
        {total === null ? "" : count(n)}
      </span>
    </button>
  );
}
