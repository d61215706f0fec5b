/**
 * Words of the Signal Lab: every value a filter, a column or a group knows, in the order people see it, with its label.
 * Pure. The values are the engine's and the review's own; nothing is renamed on the way to the database.
 */
import type { SignalStatus } from "@/lib/engine/types";
import type { Session } from "@/lib/market/session";
import type { TickSource } from "@/lib/market/types";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { ExitReason, LegStatus } from "@/lib/trade/types";

/** What a person decided on an entry; without a review it is unreviewed. */
export type ReviewStatus = "unreviewed" | "approved" | "rejected";
/** Verdict of the indicator's own numbers (lib/signal/reconcile.ts). */
export type TelemetrySeverity = "critical" | "review" | "ok";
/** Things an entry may have: a trade, a person's corrected value, notes. */
export type Having = "trade" | "corrected" | "notes";

type Labels<T extends string | number> = ReadonlyMap<T, string>;

function labels<T extends string | number>(...pairs: readonly (readonly [T, string])[]): Labels<T> {
  return new Map(pairs);
}

export const sourceLabels: Labels<TickSource> = labels(
  ["live", "Live"],
  ["delayed", "Delayed"],
  ["simulated", "Simulated"],
  ["replay", "Replay"],
  ["backfill", "Backfill"],
);

export const directionLabels: Labels<Direction> = labels(["bullish", "Bullish"], ["bearish", "Bearish"]);

/** In the order of a trading day, which begins in the evening. */
export const sessionLabels: Labels<Session> = labels(
  ["ASIA", "Asia"],
  ["LONDON", "London"],
  ["NY PRE", "NY pre"],
  ["NY AM", "NY AM"],
  ["NY LUNCH", "NY lunch"],
  ["NY PM", "NY PM"],
  ["INVALID", "No session"],
);

export const statusLabels: Labels<SignalStatus> = labels(
  ["PENDING", "Pending"],
  ["CONFIRMED", "Confirmed"],
  ["ACTIVE", "Active"],
  ["CLOSED", "Closed"],
  ["CANCELLED", "Cancelled"],
  ["VOID", "Void"],
  ["REJECTED", "Rejected"],
);

export const scenarioLabels: Labels<StopScenario> = labels(
  ["A", "A"],
  ["B", "B"],
  ["C_PIVOT", "C pivot"],
  ["C_CANDLE", "C candle"],
  ["C_SIGNAL", "C signal"],
);

export const reviewLabels: Labels<ReviewStatus> = labels(
  ["unreviewed", "Unreviewed"],
  ["approved", "Approved"],
  ["rejected", "Rejected in review"],
);

export const exitLabels: Labels<ExitReason> = labels(["STOP_LOSS", "Stop"], ["ROLL", "Roll"], ["MANUAL", "By hand"]);

export const legLabels: Labels<LegStatus> = labels(
  ["OPEN", "Open"],
  ["TRIGGERED", "Armed"],
  ["BREAK_EVEN", "Break-even"],
  ["STOP_LOSS", "Stop"],
  ["OTHER", "Roll or by hand"],
);

export const telemetryLabels: Labels<TelemetrySeverity> = labels(
  ["critical", "Critical difference"],
  ["review", "Difference"],
  ["ok", "Agrees"],
);

export const havingLabels: Labels<Having> = labels(
  ["trade", "A trade"],
  ["corrected", "A corrected value"],
  ["notes", "Notes"],
);

/** New York weekday of the signal candle; Monday = 1. Saturday never trades. */
export const weekdayLabels: Labels<number> = labels(
  [7, "Sunday"],
  [1, "Monday"],
  [2, "Tuesday"],
  [3, "Wednesday"],
  [4, "Thursday"],
  [5, "Friday"],
  [6, "Saturday"],
);

/** New York hours of the signal candle. */
export const hourLabels: Labels<number> = labels(
  ...Array.from({ length: 24 }, (_, hour) => [hour, `${String(hour).padStart(2, "0")}:00`] as const),
);
