/**
 * The indicator's numbers against ours (methodology 2.4): which of our signals a telemetry id means, and how far the two differ.
 * A second opinion only: nothing here ever changes a number of ours. Pure; knows no tables and no clock.
 */
import { formatPrice, nearestTicks, type PriceScale, pointsToTicks } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { CHICAGO, fromWall, MINUTE_MS, NEW_YORK, wallTime, type Zone } from "@/lib/market/zone";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import { tradeIdTimeOf } from "@/lib/signal/alert-time";
import { directionOf } from "@/lib/signal/direction";
import type { Direction } from "@/lib/signal/types";

/** Tolerances of methodology 2.4; points are decimal text. */
export const TOLERANCES = {
  /** A larger difference of the entry asks for review. */
  entryPoints: "2.00",
  /** The same for the stop, compared only when both sides use the same profile. */
  stopPoints: "0.50",
  /** From this difference of MFE on it asks for review, ten-thousandths of R. */
  mfeR: 5_000,
} as const;

/** Telemetry of an active trade that stays away longer is silent, ms. */
export const TELEMETRY_SILENT_MS = 600_000;

export type Severity = "critical" | "review" | "ok";

/** One compared value: prices as decimal text in the instrument's precision, MFE as R with 4 decimals; null = this side has none. */
export interface Difference {
  readonly field: "direction" | "entry" | "stop" | "beMfe" | "noBeMfe" | "signal" | "trade";
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly severity: Severity;
}

/** Our side at the time of the telemetry. */
export interface OurSide {
  readonly direction: Direction;
  readonly status: string;
  readonly profile: "spec" | "indicator";
  readonly scale: PriceScale;
  readonly stop: Ticks | null;
  /** Null while there is no trade. MFE in ticks as far as it had come when the telemetry was received. */
  readonly trade: {
    readonly entry: Ticks;
    readonly risk: Ticks;
    readonly beMfe: Ticks;
    readonly noBeMfe: Ticks;
  } | null;
}

/** What an id says: a candle of the signal or of the confirmation, and the direction. */
export interface IdMeaning {
  readonly candle: "signal" | "confirmation";
  /** Open of that candle. */
  readonly openAt: EpochMs;
  readonly direction: Direction;
}

/** Until here ids carried the confirmation candle in Chicago time: 2025-12-01 05:05 New York. */
const CHICAGO_IDS_UNTIL = Date.UTC(2025, 11, 1, 10, 5);
/** Until here the confirmation candle in New York time ("for some hours"): taken as 2025-12-01 12:00 New York. */
const CONFIRMATION_IDS_UNTIL = Date.UTC(2025, 11, 1, 17, 0);

/**
 * What the id of a telemetry message means, which changed twice (methodology 2.3).
 * @param receivedAt receipt of the message: decides which meaning was in use
 * @returns null for an id that is not canonical
 */
export function meaningOfId(id: string, receivedAt: EpochMs): IdMeaning | null {
  const asNewYork = tradeIdTimeOf(id);
  const direction = directionOf(id.slice(id.lastIndexOf("_") + 1));
  if (asNewYork === null || direction === null) return null;
  const openAt = (zone: Zone): EpochMs => {
    const wall = wallTime(NEW_YORK, asNewYork);
    const at = zone === NEW_YORK ? asNewYork : fromWall(zone, wall.dayNumber, wall.msOfDay);
    return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  };
  if (receivedAt < CHICAGO_IDS_UNTIL) return { candle: "confirmation", openAt: openAt(CHICAGO), direction };
  if (receivedAt < CONFIRMATION_IDS_UNTIL) return { candle: "confirmation", openAt: openAt(NEW_YORK), direction };
  return { candle: "signal", openAt: openAt(NEW_YORK), direction };
}

/**
 * Compares one telemetry item with our side, value by value; values one side does not have are left out.
 * @param event canonical event; ENTRY and later events expect a trade of ours
 */
export function compare(event: string, item: TelemetryItem, ours: OurSide): Difference[] {
  const differences: Difference[] = [];
  if (item.direction !== null) {
    const same = item.direction === ours.direction;
    differences.push({
      field: "direction",
      ours: ours.direction,
      theirs: item.direction,
      severity: same ? "ok" : "critical",
    });
  }
  if (ours.trade === null) {
    // The indicator trades what we rejected, cancelled or have not entered: worth a look, never a reason to enter.
    if (expectsTrade(event)) differences.push({ field: "trade", ours: ours.status, theirs: event, severity: "review" });
    return differences;
  }
  const { entry, risk, beMfe, noBeMfe } = ours.trade;
  differences.push(...comparePrice("entry", entry, item.entry, TOLERANCES.entryPoints, ours.scale));
  if (ours.stop !== null && ours.profile === "indicator") {
    differences.push(...comparePrice("stop", ours.stop, item.stop, TOLERANCES.stopPoints, ours.scale));
  }
  differences.push(
    ...compareMfe("beMfe", beMfe, risk, item.beMfe),
    ...compareMfe("noBeMfe", noBeMfe, risk, item.noBeMfe),
  );
  return differences;
}

/** The worst of several; `ok` when there is nothing to compare. */
export function worst(differences: readonly Difference[]): Severity {
  if (differences.some((one) => one.severity === "critical")) return "critical";
  return differences.some((one) => one.severity === "review") ? "review" : "ok";
}

/** Whether an event can only follow an entry. */
export function expectsTrade(event: string): boolean {
  return ["ENTRY", "MFE_UPDATE", "BE_TRIGGERED", "TRADE_RESOLVED"].includes(event) || event.startsWith("EXIT_");
}

function comparePrice(
  field: "entry" | "stop",
  ours: Ticks,
  theirs: string | null,
  tolerance: string,
  scale: PriceScale,
): Difference[] {
  const ticks = theirs === null ? null : nearestTicks(theirs, scale);
  const allowed = pointsToTicks(tolerance, scale)?.floor;
  if (ticks === null || allowed === undefined || ticks === 0) return [];
  const severity = Math.abs(ours - ticks) > allowed ? "review" : "ok";
  return [{ field, ours: formatPrice(ours, scale), theirs: formatPrice(ticks, scale), severity }];
}

function compareMfe(field: "beMfe" | "noBeMfe", ours: Ticks, risk: Ticks, theirs: string | null): Difference[] {
  if (theirs === null || risk <= 0) return [];
  const left = Math.round((ours * 10_000) / risk);
  const right = Math.round(Number(theirs) * 10_000);
  const severity = Math.abs(left - right) >= TOLERANCES.mfeR ? "review" : "ok";
  return [{ field, ours: (left / 10_000).toFixed(4), theirs: (right / 10_000).toFixed(4), severity }];
}
