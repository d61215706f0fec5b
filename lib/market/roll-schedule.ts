/**
 * The next rolls of a root with what each rule says, and the instants a contract can be in front at the latest.
 * Pure: dates and volumes are arguments. Applies nothing.
 */
import { type ListedRoot, lastTradeDate, MONTH_LETTERS, PRODUCTS, vendorTicker } from "@/lib/market/contract";
import { type DailyVolume, nextMonth, type RollRule, rollAt } from "@/lib/market/roll";
import { type StoredRollRule, withVolumes } from "@/lib/market/roll-rule";
import { tradeDateOf } from "@/lib/market/session";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { dayNumberOfDate, fromWall, HOUR_MS, NEW_YORK } from "@/lib/market/zone";

/** Rolls listed ahead. */
export const rollsAhead = 4;
/** From how far out a coming roll is called to mind, and the next contract recorded beside the front one. */
export const reminderMs = 10 * 24 * HOUR_MS;
/** Trading of the last day ends 9:30 New York (massive-futures-api 6). */
const FINAL_MS = 9.5 * HOUR_MS;

/** How a root is listed; roots beyond the built-in products list every month and end with it at the latest. */
export function listedRoot(root: string): ListedRoot {
  return PRODUCTS.find((product) => product.root === root) ?? { root, months: MONTH_LETTERS, expiry: "month-end" };
}

/** The instant the trading of a contract ends for good. */
export function finalInstant(date: TradeDate): EpochMs {
  return fromWall(NEW_YORK, dayNumberOfDate(date), FINAL_MS);
}

/** True when a contract does not trade any more. */
export function isExpired(date: TradeDate, at: EpochMs): boolean {
  return tradeDateOf(at) > date || at >= finalInstant(date);
}

/** One coming roll. */
export interface ComingRoll {
  readonly month: string;
  readonly ticker: string;
  readonly toMonth: string;
  readonly toTicker: string;
  /** By the rule of the calendar; the vendor's word or an override may differ. */
  readonly lastTradeDate: TradeDate;
  /** What the root's own rule says. */
  readonly at: EpochMs;
  /** What each rule says. `fixed` is null without a date, `volume` without a crossing in the recorded volumes. */
  readonly byRule: {
    readonly monday: EpochMs;
    readonly eightDays: EpochMs;
    readonly fixed: EpochMs | null;
    readonly volume: EpochMs | null;
  };
}

/** The roll of one contract month. */
export function rollOf(
  listed: ListedRoot,
  month: string,
  rule: StoredRollRule,
  volumes: readonly DailyVolume[],
): ComingRoll {
  const toMonth = nextMonth(listed, month);
  const by = (one: RollRule): EpochMs => rollAt(listed, month, one);
  const fixed = rule.kind === "fixed" && rule.dates[month] !== undefined ? by(rule) : null;
  return {
    month,
    ticker: vendorTicker(listed.root, month),
    toMonth,
    toTicker: vendorTicker(listed.root, toMonth),
    lastTradeDate: lastTradeDate(listed.expiry, month),
    at: by(withVolumes(rule, volumes)),
    byRule: {
      monday: by({ kind: "monday" }),
      eightDays: by({ kind: "days-before", days: 8 }),
      fixed,
      volume: crosses(month, toMonth, volumes) ? by({ kind: "volume", volumes }) : null,
    },
  };
}

function crosses(month: string, next: string, volumes: readonly DailyVolume[]): boolean {
  const front = new Map(volumes.filter((row) => row.month === month).map((row) => [row.date, row.volume]));
  return volumes.some(({ month: of, date, volume }) => of === next && volume > (front.get(date) ?? Infinity));
}

/** The next rolls of a root, beginning with the contract month `from`. */
export function comingRolls(
  listed: ListedRoot,
  from: string,
  rule: StoredRollRule,
  volumes: readonly DailyVolume[] = [],
  count = rollsAhead,
): ComingRoll[] {
  const rolls: ComingRoll[] = [];
  for (let month = from; rolls.length < count; month = nextMonth(listed, month)) {
    rolls.push(rollOf(listed, month, rule, volumes));
  }
  return rolls;
}

/** Until when a contract that comes in front at `from` stays there: its own roll, or its end when that lies before. */
export function frontUntil(lastDate: TradeDate, roll: EpochMs, from: EpochMs): EpochMs {
  const end = finalInstant(lastDate);
  return roll > from && roll < end ? roll : end;
}
