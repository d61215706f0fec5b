/** Averages and results by session, direction, hour and so on; the calendar; how signals fare before they are trades. */
import { type Interval, wilson } from "@/lib/analysis/intervals";
import { memo } from "@/lib/analysis/memo";
import type { Resolved } from "@/lib/analysis/results";
import type { AnalysisRow, TradeRow } from "@/lib/analysis/row";
import { distanceIn, type Unit } from "@/lib/analysis/units";
import { SESSIONS } from "@/lib/market/session";
import { isTradeClosed } from "@/lib/trade/statistics";

/** What trades can be grouped by. */
export const groupings = ["session", "direction", "hour", "weekday", "scenario", "contract", "breakEven"] as const;
export type Grouping = (typeof groupings)[number];

export interface Group {
  /** Stable key: `NY AM`, `bullish`, `9`, `1` (Monday), `A`, `NQZ6`, `triggered`. */
  readonly key: string;
  /** Closed trades, and the mean of their final MFE in the unit asked for. */
  readonly closed: number;
  readonly meanNoBe: number | null;
  readonly meanBe: number | null;
  /** Resolved trades for the variant and target. */
  readonly n: number;
  readonly wins: number;
  readonly winRate: number | null;
  readonly winInterval: Interval | null;
  readonly expectancy: number | null;
  readonly total: number;
}

/** Key of a row in a grouping. */
export function groupKey(row: TradeRow, by: Grouping): string {
  switch (by) {
    case "session":
      return row.session;
    case "direction":
      return row.direction;
    case "hour":
      return String(row.hour);
    case "weekday":
      return String(row.weekday);
    case "scenario":
      return row.scenario ?? "none";
    case "contract":
      return row.ticker;
    case "breakEven":
      return row.trade.beTriggered ? "triggered" : "not-triggered";
  }
}

/** Sessions in the order of the trading day, which begins with ASIA. */
const sessionOrder: readonly string[] = ["ASIA", ...SESSIONS.map(({ name }) => name).filter((name) => name !== "ASIA")];

function order(by: Grouping): (left: string, right: string) => number {
  if (by === "hour" || by === "weekday") return (left, right) => Number(left) - Number(right);
  if (by === "session") return (left, right) => sessionOrder.indexOf(left) - sessionOrder.indexOf(right);
  return (left, right) => (left < right ? -1 : left > right ? 1 : 0);
}

interface Sums {
  closed: number;
  noBe: number;
  be: number;
  n: number;
  wins: number;
  total: number;
}

/** What every grouping sums up, by unit. NaN where a trade is not closed. */
interface Values {
  readonly noBe: Float64Array;
  readonly be: Float64Array;
}

const closedValues = memo((rows: readonly TradeRow[]) => {
  const made = new Map<Unit, Values>();
  return (unit: Unit): Values => {
    const known = made.get(unit);
    if (known !== undefined) return known;
    const values = { noBe: new Float64Array(rows.length), be: new Float64Array(rows.length) };
    for (const [index, { trade }] of rows.entries()) {
      const closed = isTradeClosed(trade);
      values.noBe[index] = closed ? distanceIn(trade.noBeMfe, trade, unit) : Number.NaN;
      values.be[index] = closed ? distanceIn(trade.beMfe, trade, unit) : Number.NaN;
    }
    made.set(unit, values);
    return values;
  };
});

/** A grouping as small numbers: the group of each row by its place among the keys. */
interface Codes {
  readonly keys: readonly string[];
  readonly codes: Uint16Array;
}

function codesBy(rows: readonly TradeRow[], keyOf: (row: TradeRow) => string): Codes {
  const places = new Map<string, number>();
  const codes = new Uint16Array(rows.length);
  for (const [index, row] of rows.entries()) {
    const key = keyOf(row);
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
    }
    codes[index] = place;
  }
  return { keys: [...places.keys()], codes };
}

const groupCodes = memo(
  (rows: readonly TradeRow[]) =>
    new Map<Grouping | "date", Codes>([
      ...groupings.map((by) => [by, codesBy(rows, (row) => groupKey(row, by))] as const),
      ["date", codesBy(rows, ({ signalDate }) => signalDate)],
    ]),
);

/** Sums of every group of a grouping, by key. */
function sumsBy({ rows, results, question }: Resolved, by: Grouping | "date"): Map<string, Sums> {
  const { keys, codes } = groupCodes(rows).get(by) ?? { keys: [], codes: new Uint16Array() };
  const values = closedValues(rows)(question.unit);
  const chosen = results[question.variant];
  const sums = keys.map((): Sums => ({ closed: 0, noBe: 0, be: 0, n: 0, wins: 0, total: 0 }));
  for (let index = 0; index < codes.length; index += 1) {
    const sum = sums[codes[index] ?? 0];
    if (sum === undefined) continue;
    const noBe = values.noBe[index] ?? Number.NaN;
    if (!Number.isNaN(noBe)) {
      sum.closed += 1;
      sum.noBe += noBe;
      sum.be += values.be[index] ?? 0;
    }
    const result = chosen[index] ?? Number.NaN;
    if (Number.isNaN(result)) continue;
    sum.n += 1;
    sum.total += result;
    if (result > 0) sum.wins += 1;
  }
  return new Map(
    keys.map((key, place) => [key, sums[place] ?? { closed: 0, noBe: 0, be: 0, n: 0, wins: 0, total: 0 }]),
  );
}

/** All groupings; groups that have a trade, in their natural order. */
export function groupAll(resolved: Resolved): { readonly [Name in Grouping]: readonly Group[] } {
  const group = (by: Grouping): Group[] =>
    [...sumsBy(resolved, by)]
      .sort(([left], [right]) => order(by)(left, right))
      .map(([key, sums]) => groupOf(key, sums));
  return {
    session: group("session"),
    direction: group("direction"),
    hour: group("hour"),
    weekday: group("weekday"),
    scenario: group("scenario"),
    contract: group("contract"),
    breakEven: group("breakEven"),
  };
}

function groupOf(key: string, { closed, noBe, be, n, wins, total }: Sums): Group {
  return {
    key,
    closed,
    meanNoBe: closed === 0 ? null : noBe / closed,
    meanBe: closed === 0 ? null : be / closed,
    n,
    wins,
    winRate: n === 0 ? null : wins / n,
    winInterval: wilson(wins, n),
    expectancy: n === 0 ? null : total / n,
    total,
  };
}

/** One New York signal date. */
export interface CalendarDay {
  readonly date: string;
  /** Signals that passed the checks; those that did not are `refused`. */
  readonly signals: number;
  readonly refused: number;
  readonly confirmed: number;
  readonly cancelled: number;
  readonly active: number;
  readonly closed: number;
  /** Mean final No-BE MFE of the closed trades. */
  readonly meanMfe: number | null;
  /** Resolved trades for the variant and target, and their total; null without any. */
  readonly n: number;
  readonly total: number | null;
}

type Counted = Omit<CalendarDay, "closed" | "meanMfe" | "n" | "total">;

/** Signals of every date; their trades' results depend on the question. */
const countedDays = memo((rows: readonly AnalysisRow[]) => {
  const days = new Map<string, { -readonly [Name in keyof Counted]: Counted[Name] }>();
  for (const { signalDate: date, status, confirmed, cancelled, trade } of rows) {
    let day = days.get(date);
    if (day === undefined) {
      day = { date, signals: 0, refused: 0, confirmed: 0, cancelled: 0, active: 0 };
      days.set(date, day);
    }
    if (status === "REJECTED") day.refused += 1;
    else day.signals += 1;
    if (confirmed) day.confirmed += 1;
    if (cancelled) day.cancelled += 1;
    if (trade !== null && !isTradeClosed(trade)) day.active += 1;
  }
  return [...days.values()].sort((left, right) => (left.date < right.date ? -1 : 1));
});

/** Calendar by signal date, oldest first; only dates that have a signal. @param resolved the trades among `rows` */
export function calendarOf(rows: readonly AnalysisRow[], resolved: Resolved): CalendarDay[] {
  const sums = sumsBy(resolved, "date");
  return countedDays(rows).map((day) => {
    const { closed = 0, noBe = 0, n = 0, total = 0 } = sums.get(day.date) ?? {};
    return { ...day, closed, meanMfe: closed === 0 ? null : noBe / closed, n, total: n === 0 ? null : total };
  });
}

/** How signals fare until they are confirmed or cancelled. */
export interface Confirmation {
  readonly confirmed: number;
  readonly cancelled: number;
  /** confirmed / (confirmed + cancelled); null with neither. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  readonly medianBars: number | null;
  /** Median age at confirmation or cancellation, ms. */
  readonly medianAgeMs: number | null;
}

/** Median; the mean of the two middle values of an even number. Null without values. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** See `Confirmation`. */
export function confirmationOf(rows: readonly AnalysisRow[]): Confirmation {
  let [confirmed, cancelled] = [0, 0];
  const bars: number[] = [];
  const ages: number[] = [];
  for (const row of rows) {
    if (row.confirmed) confirmed += 1;
    if (row.cancelled) cancelled += 1;
    if (row.barsToConfirmation !== null) bars.push(row.barsToConfirmation);
    if (row.ageMs !== null) ages.push(row.ageMs);
  }
  const n = confirmed + cancelled;
  return {
    confirmed,
    cancelled,
    rate: n === 0 ? null : confirmed / n,
    interval: wilson(confirmed, n),
    medianBars: median(bars),
    medianAgeMs: median(ages),
  };
}
