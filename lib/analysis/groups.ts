/** Averages and results by session, direction, hour and so on; the calendar; how signals fare before they are trades. */
import { lifeBits, type SetColumns } from "@/lib/analysis/columns";
import type { Grouping } from "@/lib/analysis/group-key";
import { type Interval, wilson } from "@/lib/analysis/intervals";
import type { Resolved } from "@/lib/analysis/results";
import { median } from "@/lib/analysis/select";
import { SESSIONS } from "@/lib/market/session";

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

/** Sessions in the order of the trading day, which begins with ASIA. */
const sessionOrder: readonly string[] = ["ASIA", ...SESSIONS.map(({ name }) => name).filter((name) => name !== "ASIA")];

function order(by: Grouping): (left: string, right: string) => number {
  if (by === "hour" || by === "weekday") return (left, right) => Number(left) - Number(right);
  if (by === "session") return (left, right) => sessionOrder.indexOf(left) - sessionOrder.indexOf(right);
  return (left, right) => (left < right ? -1 : left > right ? 1 : 0);
}

/** Sums of every group of a grouping, by code. */
interface Sums {
  readonly trades: Uint32Array;
  readonly closed: Uint32Array;
  readonly noBe: Float64Array;
  readonly be: Float64Array;
  readonly n: Uint32Array;
  readonly wins: Uint32Array;
  readonly total: Float64Array;
}

function sumsBy({ set, results, question, mfe }: Resolved, by: Grouping | "date"): Sums {
  const { all, trades, keys } = set;
  const size = keys[by].length;
  const sums: Sums = {
    trades: new Uint32Array(size),
    closed: new Uint32Array(size),
    noBe: new Float64Array(size),
    be: new Float64Array(size),
    n: new Uint32Array(size),
    wins: new Uint32Array(size),
    total: new Float64Array(size),
  };
  const { [by]: codes, closed } = all;
  const chosen = results[question.variant];
  const [noBe, be] = [mfe["no-be"], mfe.be];
  for (let at = 0; at < trades.length; at += 1) {
    const place = trades[at] ?? 0;
    const code = codes[place] ?? 0;
    sums.trades[code] = (sums.trades[code] ?? 0) + 1;
    if (closed[place] === 1) {
      sums.closed[code] = (sums.closed[code] ?? 0) + 1;
      sums.noBe[code] = (sums.noBe[code] ?? 0) + (noBe[at] ?? 0);
      sums.be[code] = (sums.be[code] ?? 0) + (be[at] ?? 0);
    }
    const result = chosen[at] ?? Number.NaN;
    if (Number.isNaN(result)) continue;
    sums.n[code] = (sums.n[code] ?? 0) + 1;
    sums.total[code] = (sums.total[code] ?? 0) + result;
    if (result > 0) sums.wins[code] = (sums.wins[code] ?? 0) + 1;
  }
  return sums;
}

/** All groupings; groups that have a trade, in their natural order. */
export function groupAll(resolved: Resolved): { readonly [Name in Grouping]: readonly Group[] } {
  const group = (by: Grouping): Group[] => {
    const sums = sumsBy(resolved, by);
    return resolved.set.keys[by]
      .flatMap((key, code) => ((sums.trades[code] ?? 0) > 0 ? [groupOf(key, sums, code)] : []))
      .sort((left, right) => order(by)(left.key, right.key));
  };
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

function groupOf(key: string, sums: Sums, code: number): Group {
  const at = (column: Uint32Array | Float64Array): number => column[code] ?? 0;
  const [closed, n, wins, total] = [at(sums.closed), at(sums.n), at(sums.wins), at(sums.total)];
  return {
    key,
    closed,
    meanNoBe: closed === 0 ? null : at(sums.noBe) / closed,
    meanBe: closed === 0 ? null : at(sums.be) / closed,
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
  /** Confirmed and not cancelled after it. */
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

/** Calendar by signal date, oldest first; only dates that have a signal. */
export function calendarOf(resolved: Resolved): CalendarDay[] {
  const { all, signals, keys } = resolved.set;
  const sums = sumsBy(resolved, "date");
  const size = keys.date.length;
  const [every, refused, confirmed, cancelled, active] = Array.from({ length: 5 }, () => new Uint32Array(size));
  const up = (column: Uint32Array | undefined, code: number): void => {
    if (column !== undefined) column[code] = (column[code] ?? 0) + 1;
  };
  for (let index = 0; index < signals.length; index += 1) {
    const place = signals[index] ?? 0;
    const code = all.date[place] ?? 0;
    const life = all.life[place] ?? 0;
    up(every, code);
    if ((life & lifeBits.refused) !== 0) up(refused, code);
    if ((life & lifeBits.confirmed) !== 0) up(confirmed, code);
    if ((life & lifeBits.cancelled) !== 0) up(cancelled, code);
    if ((life & lifeBits.active) !== 0) up(active, code);
  }
  const days = keys.date.flatMap((date, code): CalendarDay[] => {
    const of = (column: Uint32Array | Float64Array | undefined): number => column?.[code] ?? 0;
    if (of(every) === 0) return [];
    const [closed, n] = [of(sums.closed), of(sums.n)];
    return [
      {
        date,
        signals: of(every) - of(refused),
        ...{ refused: of(refused), confirmed: of(confirmed), cancelled: of(cancelled), active: of(active) },
        closed,
        meanMfe: closed === 0 ? null : of(sums.noBe) / closed,
        n,
        total: n === 0 ? null : of(sums.total),
      },
    ];
  });
  return days.sort((left, right) => (left.date < right.date ? -1 : 1));
}

/** How signals fare until they are confirmed or cancelled. */
export interface Confirmation {
  /** Confirmed and not cancelled after it. */
  readonly confirmed: number;
  readonly cancelled: number;
  /** confirmed / (confirmed + cancelled); null with neither. */
  readonly rate: number | null;
  readonly interval: Interval | null;
  readonly medianBars: number | null;
  /** Median age at confirmation or cancellation, ms. */
  readonly medianAgeMs: number | null;
}

/** The values that are one, in a list of their own. */
function known(values: Float64Array, places: Int32Array): Float64Array {
  const list = new Float64Array(places.length);
  let n = 0;
  for (let index = 0; index < places.length; index += 1) {
    const value = values[places[index] ?? 0] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    list[n] = value;
    n += 1;
  }
  return list.subarray(0, n);
}

/** See `Confirmation`. */
export function confirmationOf({ all, signals }: SetColumns): Confirmation {
  let [confirmed, cancelled] = [0, 0];
  for (let index = 0; index < signals.length; index += 1) {
    const bits = all.life[signals[index] ?? 0] ?? 0;
    if ((bits & lifeBits.confirmed) !== 0) confirmed += 1;
    if ((bits & lifeBits.cancelled) !== 0) cancelled += 1;
  }
  const n = confirmed + cancelled;
  return {
    confirmed,
    cancelled,
    rate: n === 0 ? null : confirmed / n,
    interval: wilson(confirmed, n),
    medianBars: median(known(all.bars, signals)),
    medianAgeMs: median(known(all.ageMs, signals)),
  };
}
