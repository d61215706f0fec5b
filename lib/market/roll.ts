/**
 * Which dated contract a root means at an instant, by a named roll rule (massive-futures-api 6, methodology 10.3).
 * Fallback for what an operator or the vendor did not set; never renames history and never moves a price.
 * Knows no database and no subscriptions.
 */
import {
  type ListedRoot,
  lastTradeDate,
  MONTH_LETTERS,
  monthOfLetter,
  PRODUCTS,
  parseMonth,
  thirdFriday,
  vendorTicker,
} from "@/lib/market/contract";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { dayNumberOfDate, fromWall, HOUR_MS, isoDate, NEW_YORK, wallTime } from "@/lib/market/zone";

/** Contracts traded in one contract month on one trade date. */
export interface DailyVolume {
  readonly month: string;
  readonly date: TradeDate;
  readonly volume: number;
}

/**
 * When the next contract becomes the front one.
 * `monday`: with the session of the Monday before the third Friday (custom since June 2022).
 * `days-before`: at 18:00 New York, that many calendar days before the third Friday (8 = the older Thursday roll).
 * `fixed`: with the session of a given trade date per expiring month; other months by `monday`.
 * `volume`: after the first session in which the next contract traded more; by `monday` at the latest.
 */
export type RollRule =
  | { readonly kind: "monday" }
  | { readonly kind: "days-before"; readonly days: number }
  | { readonly kind: "fixed"; readonly dates: Readonly<Record<string, TradeDate>> }
  | { readonly kind: "volume"; readonly volumes: readonly DailyVolume[] };

/** Methodology 10.3: Thursday 18:00 New York, eight days before the third-Friday expiry. */
export const DEFAULT_ROLL_RULE: RollRule = { kind: "days-before", days: 8 };

/** A contract as the rules date it; origin `rule` when stored. */
export interface DatedContract {
  readonly root: string;
  readonly month: string;
  /** Vendor ticker, e.g. `NQZ6`. */
  readonly ticker: string;
  readonly lastTradeDate: TradeDate;
  /** Instant from which the following contract is the front one. */
  readonly rollAt: EpochMs;
}

/** A session begins at this hour, New York, on the evening before its trade date. */
const SESSION_OPEN_MS = 18 * HOUR_MS;

/** 18:00 New York on a day number. */
const evening = (dayNumber: number): EpochMs => fromWall(NEW_YORK, dayNumber, SESSION_OPEN_MS);

/** First session of the Monday before the third Friday: Sunday 18:00 New York. */
const mondayRoll = (month: string): EpochMs => evening(thirdFriday(month) - 5);

function volumeRoll(month: string, next: string, volumes: readonly DailyVolume[]): EpochMs {
  const traded = (wanted: string) => new Map(volumes.filter((v) => v.month === wanted).map((v) => [v.date, v.volume]));
  const front = traded(month);
  const crossing = [...traded(next)]
    .filter(([date, volume]) => volume > (front.get(date) ?? Number.POSITIVE_INFINITY))
    .map(([date]) => date)
    .sort()[0];
  const latest = mondayRoll(month);
  return crossing === undefined ? latest : Math.min(latest, evening(dayNumberOfDate(crossing)));
}

/** Instant at which `month` hands over to the next listed month of its root. */
export function rollAt(listed: ListedRoot, month: string, rule: RollRule): EpochMs {
  switch (rule.kind) {
    case "monday":
      return mondayRoll(month);
    case "days-before":
      return evening(thirdFriday(month) - rule.days);
    case "fixed": {
      const date = rule.dates[month];
      return date === undefined ? mondayRoll(month) : evening(dayNumberOfDate(date) - 1);
    }
    case "volume":
      return volumeRoll(month, nextMonth(listed, month), rule.volumes);
  }
}

/** The listed contract month after `month`. */
export function nextMonth(listed: ListedRoot, month: string): string {
  const parsed = parseMonth(month);
  for (let step = 1; step <= 12; step += 1) {
    const index = parsed.month - 1 + step;
    const year = parsed.year + Math.floor(index / 12);
    const letter = MONTH_LETTERS.charAt(index % 12);
    const candidate = monthOfLetter(year, letter);
    if (listed.months.includes(letter) && candidate !== null) return candidate;
  }
  throw new RangeError(`${listed.root}: expected at least one listed month, got ${JSON.stringify(listed.months)}`);
}

/**
 * The front contract of a root at an instant, or the `rank`-th after it (1 = front).
 * @throws RangeError for a root that is not in `roots` or a rank below 1
 */
export function frontContract(
  root: string,
  at: EpochMs,
  rule: RollRule = DEFAULT_ROLL_RULE,
  rank = 1,
  roots: readonly ListedRoot[] = PRODUCTS,
): DatedContract {
  const listed = roots.find((entry) => entry.root === root);
  if (listed === undefined)
    throw new RangeError(`root: expected one of ${roots.map((r) => r.root).join(", ")}, got ${root}`);
  if (!Number.isInteger(rank) || rank < 1) throw new RangeError(`rank: expected 1 (front) or more, got ${rank}`);
  const { dayNumber } = wallTime(NEW_YORK, at);
  let month = nextMonth(listed, isoDate(dayNumber - 62).slice(0, 7));
  while (rollAt(listed, month, rule) <= at) month = nextMonth(listed, month);
  for (let step = 1; step < rank; step += 1) month = nextMonth(listed, month);
  return {
    root,
    month,
    ticker: vendorTicker(root, month),
    lastTradeDate: lastTradeDate(listed.expiry, month),
    rollAt: rollAt(listed, month, rule),
  };
}
