/**
 * Columns of the Signal Lab: one list for the table, the column chooser, the order and the exports. Pure.
 * `LabRow` is a row as the routes write it: instants epoch ms, prices decimal text in the instrument's precision, R text with
 * 4 decimals; null is unknown or not applicable.
 */
import type { SignalStatus } from "@/lib/engine/types";
import type { ReviewStatus, TelemetrySeverity } from "@/lib/lab/words";
import type { Session } from "@/lib/market/session";
import type { EpochMs, TickSource, TradeDate } from "@/lib/market/types";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { ExitReason, LegStatus } from "@/lib/trade/types";

/** A row of the list. */
export interface LabRow {
  /** `<ticker>.<trade_id>` */
  readonly id: string;
  readonly contractId: number;
  readonly root: string;
  readonly ticker: string;
  readonly source: TickSource;
  readonly profile: string;
  readonly direction: Direction;
  readonly status: SignalStatus;
  readonly reason: string | null;
  readonly session: Session;
  readonly scenario: StopScenario | null;
  readonly flags: readonly string[];
  readonly signalDate: TradeDate;
  readonly signalCandleAt: EpochMs;
  readonly hour: number;
  readonly weekday: number;
  readonly receivedAt: EpochMs;
  readonly confirmedAt: EpochMs | null;
  readonly cancelledAt: EpochMs | null;
  readonly ageMs: number | null;
  readonly barsToConfirmation: number | null;
  readonly pointValue: string;
  readonly entryAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  readonly stopLoss: string | null;
  readonly entryPrice: string | null;
  readonly riskPoints: string | null;
  readonly riskTicks: number | null;
  readonly beMfe: string | null;
  readonly noBeMfe: string | null;
  readonly mae: string | null;
  readonly beTriggeredAt: EpochMs | null;
  readonly beExitAt: EpochMs | null;
  readonly beLeg: LegStatus | null;
  readonly noBeLeg: LegStatus | null;
  readonly exitPrice: string | null;
  readonly exitReason: ExitReason | null;
  readonly outcomeBe: string | null;
  readonly outcomeNoBe: string | null;
  readonly realizedBe: string | null;
  readonly realizedNoBe: string | null;
  readonly reviewStatus: ReviewStatus;
  /** 0 = nobody has touched it. */
  readonly reviewVersion: number;
  readonly tags: readonly string[];
  readonly noted: boolean;
  readonly corrected: boolean;
  readonly deletedAt: EpochMs | null;
  readonly telemetrySeverity: TelemetrySeverity | null;
  readonly doubt: number;
  readonly doubtReasons: readonly string[];
}

/** How a value is shown and aligned. `choice` has labels in lib/lab/words.ts, `list` is several words. */
export type ColumnKind =
  | "instant"
  | "date"
  | "duration"
  | "price"
  | "points"
  | "r"
  | "ticks"
  | "count"
  | "choice"
  | "text"
  | "list"
  | "yes-no";

export type LabColumnKey = Exclude<keyof LabRow, "contractId">;

export interface LabColumn {
  readonly key: LabColumnKey;
  readonly title: string;
  /** As an export's header names it; null for words. */
  readonly unit: string | null;
  readonly kind: ColumnKind;
  readonly sortable: boolean;
  /** Shown unless the reader chose otherwise. */
  readonly shown: boolean;
}

const units: Readonly<Record<ColumnKind, string | null>> = {
  instant: "New York time in tables and CSV, epoch ms in JSON",
  date: "New York date",
  duration: "ms",
  price: "points",
  points: "points",
  r: "R",
  ticks: "ticks",
  count: null,
  choice: null,
  text: null,
  list: null,
  "yes-no": null,
};

/** Lists have no order. */
const sortableKind = (kind: ColumnKind): boolean => kind !== "list";

const column = (key: LabColumnKey, title: string, kind: ColumnKind, shown = false): LabColumn => ({
  ...{ key, title, kind, shown },
  unit: units[kind],
  sortable: sortableKind(kind),
});

/** Every column in the order of an export and of a fresh list. */
export const labColumns: readonly LabColumn[] = [
  column("signalCandleAt", "Signal", "instant", true),
  column("ticker", "Contract", "text", true),
  column("direction", "Direction", "choice", true),
  column("status", "Status", "choice", true),
  column("reason", "Reason", "text"),
  column("session", "Session", "choice", true),
  column("scenario", "Scenario", "choice", true),
  column("entryPrice", "Entry", "price", true),
  column("stopLoss", "Stop", "price", true),
  column("riskPoints", "Risk", "points", true),
  column("noBeMfe", "MFE", "r", true),
  column("beMfe", "BE MFE", "r", true),
  column("mae", "MAE", "r", true),
  column("outcomeNoBe", "Result", "r", true),
  column("outcomeBe", "BE result", "r", true),
  column("realizedNoBe", "Realised", "r"),
  column("realizedBe", "BE realised", "r"),
  column("beLeg", "BE leg", "choice"),
  column("noBeLeg", "No-BE leg", "choice"),
  column("exitReason", "Exit", "choice"),
  column("exitPrice", "Exit price", "price"),
  column("reviewStatus", "Review", "choice", true),
  column("flags", "Flags", "list", true),
  column("tags", "Tags", "list"),
  column("doubt", "Doubt", "count"),
  column("doubtReasons", "Doubt because", "list"),
  column("telemetrySeverity", "Telemetry", "choice"),
  column("noted", "Notes", "yes-no"),
  column("corrected", "Corrected", "yes-no"),
  column("signalDate", "Date", "date"),
  column("hour", "Hour", "count"),
  column("weekday", "Weekday", "choice"),
  column("receivedAt", "Received", "instant"),
  column("confirmedAt", "Confirmed", "instant"),
  column("cancelledAt", "Cancelled", "instant"),
  column("entryAt", "Entered", "instant"),
  column("beTriggeredAt", "BE armed", "instant"),
  column("beExitAt", "BE exit", "instant"),
  column("closedAt", "Closed", "instant"),
  column("ageMs", "Decided after", "duration"),
  column("barsToConfirmation", "Bars", "count"),
  column("riskTicks", "Risk in ticks", "ticks"),
  column("pointValue", "Point value", "count"),
  column("root", "Instrument", "text"),
  column("source", "Source", "choice"),
  column("profile", "Profile", "choice"),
  column("reviewVersion", "Version", "count"),
  column("deletedAt", "Deleted", "instant"),
  column("id", "Id", "text"),
];

/** The column of a key; undefined for a name that is none. */
export function columnOf(key: string): LabColumn | undefined {
  return labColumns.find((candidate) => candidate.key === key);
}

/** Order of a list: ties are broken by receipt and id, in the same direction. */
export interface LabOrder {
  readonly by: LabColumnKey;
  readonly descending: boolean;
}

/** Newest first. */
export const defaultOrder: LabOrder = { by: "receivedAt", descending: true };

/** What a list may be grouped by. */
export type LabGroup = "day" | "session" | "instrument" | "contract" | "direction" | "scenario" | "status" | "review";

/** Groups with their titles, in the order people choose from. */
export const labGroups: ReadonlyMap<LabGroup, string> = new Map([
  ["day", "Day"],
  ["session", "Session"],
  ["instrument", "Instrument"],
  ["contract", "Contract"],
  ["direction", "Direction"],
  ["scenario", "Stop scenario"],
  ["status", "Status"],
  ["review", "Review"],
]);
