/** GET /api/signals/<id>/evidence and /api/trades/<id>/path as the entry page uses them. Prices are decimal text, records hold ticks. */
import type { EventJson } from "@/components/entry/event-words";
import type { SignalRecord, StopScenario } from "@/lib/engine/types";
import type { EpochMs, TickSource, Ticks } from "@/lib/market/types";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import type { Difference, Severity } from "@/lib/signal/reconcile";
import type { PivotReason } from "@/lib/signal/stop-walk";

export interface OhlcText {
  readonly openAt: EpochMs;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

export interface CandleEvidence extends OhlcText {
  readonly volume: number;
  readonly trades: number;
  readonly complete: boolean;
  readonly corrected: boolean;
  readonly source: TickSource;
}

export interface TestedCandle extends OhlcText {
  readonly verdict: "confirms" | "equal" | "short" | "incomplete";
  readonly beyondPoints: string;
  readonly beyondTicks: Ticks;
}

/** The side of a candle the stop looks at. */
export interface PointText {
  readonly openAt: EpochMs;
  readonly price: string;
  readonly complete: boolean;
}

export interface PivotJson {
  readonly offset: number;
  readonly kind: "PIVOT_3" | "PIVOT_4" | null;
  readonly reason: PivotReason;
  readonly candle: PointText;
  readonly older: PointText | null;
  readonly newer: PointText | null;
  readonly outer: PointText | null;
}

export interface StopJson {
  readonly agrees: boolean;
  readonly rules: {
    readonly leftSearchCandles: number;
    readonly symmetricDoublePivot: boolean;
    readonly from: "decision" | "present";
  };
  readonly rangeCandles: number;
  readonly lowest: {
    readonly offset: number;
    readonly role: "signal" | "between" | "confirmation";
    readonly ties: readonly EpochMs[];
    readonly candle: PointText;
  };
  readonly lowestTest: PivotJson;
  readonly steps: readonly { readonly scenario: StopScenario; readonly outcome: "chosen" | "no" | "not-reached" }[];
  readonly pivotSearch: readonly PivotJson[];
  readonly bodySearch: readonly { readonly offset: number; readonly opposing: boolean; readonly candle: OhlcText }[];
  readonly placement: { readonly scenario: StopScenario; readonly price: string; readonly anchorPrice: string };
}

export interface TickEvidence {
  readonly tick: number;
  readonly exchangeAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly price: string;
  readonly size: number;
  readonly sequence: string;
  readonly source: TickSource;
  readonly flags: readonly ("suspicious" | "late" | "released" | "backfilled")[];
}

/** The trades around one that decided. */
export interface DecidingTicks {
  readonly tick: number;
  readonly at: EpochMs;
  readonly events: readonly string[];
  /** Why there are none. */
  readonly missing: string | null;
  readonly rows: readonly TickEvidence[];
}

export interface GapEvidence {
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs | null;
  readonly cause: "disconnect" | "silence" | "restart";
  readonly healedAt: EpochMs | null;
  readonly rows: number;
  readonly note: string | null;
}

export interface TelemetryEvidence {
  readonly id: number;
  readonly event: string;
  readonly at: EpochMs;
  readonly values: TelemetryItem;
  readonly diff: readonly Difference[] | null;
  readonly severity: Severity | null;
}

export interface DeliveryEvidence {
  readonly id: number;
  readonly receivedAt: EpochMs;
  readonly sourceName: string | null;
  readonly contentType: string | null;
  readonly remote: string | null;
  readonly format: string | null;
  readonly event: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly body: string;
}

/** Size by the account's settings (methodology 6). Money is decimal text in the instrument's currency. */
export interface PositionSizeJson {
  /** Settings in force at the entry, or those of now where none were recorded then. */
  readonly from: "entry" | "present";
  readonly contracts: number;
  readonly actualRisk: string;
  readonly budget: string;
  readonly overBudget: boolean;
  readonly micro: { readonly root: string; readonly contracts: number } | null;
  readonly accountSize: string;
  readonly riskPercent: string;
  readonly minContracts: number;
}

export interface Evidence {
  readonly id: string;
  readonly contract: string;
  readonly contractId: number;
  readonly source: TickSource;
  readonly profile: string;
  readonly engineVersion: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly currency: string;
  /** The engine's whole record, prices in ticks. */
  readonly record: SignalRecord;
  readonly events: readonly EventJson[];
  readonly omitted: { readonly after: EpochMs; readonly before: EpochMs; readonly count: number } | null;
  readonly candles: readonly CandleEvidence[];
  readonly confirmation: {
    readonly level: string | null;
    readonly asked: number;
    readonly omitted: number;
    readonly tested: readonly TestedCandle[];
  };
  readonly stop: StopJson | null;
  /** Null without a trade. */
  readonly size: PositionSizeJson | null;
  readonly ticks: readonly DecidingTicks[];
  readonly gaps: readonly GapEvidence[];
  readonly telemetry: { readonly total: number; readonly rows: readonly TelemetryEvidence[] };
  /** Null for roles that may not see it; then `deliveriesWithheld` says so. */
  readonly deliveries: readonly DeliveryEvidence[] | null;
  readonly deliveriesWithheld: string | null;
}

/** One new extreme of a trade. */
export interface PathPoint {
  readonly seq: number;
  readonly at: EpochMs;
  readonly price: string;
  readonly side: "favourable" | "adverse";
}
