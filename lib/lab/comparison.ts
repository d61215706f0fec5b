/**
 * A trade beside itself: what a correction changes, row by row, as a person compares it. Pure; values are texts with
 * their kind, or instants.
 */
import type { SignalRecord } from "@/lib/engine/types";
import { formatPrice, formatR, type PriceScale } from "@/lib/market/price";
import type { EpochMs, Ticks } from "@/lib/market/types";
import { legResults } from "@/lib/trade/leg-results";

/** `time` values are epoch ms as text. */
export type ComparedKind = "price" | "points" | "r" | "time" | "word" | "count";

export interface ComparedRow {
  readonly key: string;
  readonly label: string;
  readonly kind: ComparedKind;
  /** Null = not so (no exit, never armed). */
  readonly before: string | null;
  readonly after: string | null;
}

interface Value {
  readonly key: string;
  readonly label: string;
  readonly kind: ComparedKind;
  readonly text: string | null;
}

function valuesOf(record: SignalRecord, scale: PriceScale): Value[] {
  const { trade } = record;
  const price = (ticks: Ticks | null | undefined): string | null => (ticks == null ? null : formatPrice(ticks, scale));
  const r = (ticks: Ticks | undefined): string | null =>
    trade === null || ticks === undefined ? null : formatR(ticks, trade.risk);
  const time = (at: EpochMs | null | undefined): string | null => (at == null ? null : String(at));
  const results = trade === null ? null : legResults(trade, record.direction);
  const targets = trade === null ? null : String(Object.keys(trade.targetsHit).length);
  return [
    { key: "entry", label: "Entry", kind: "price", text: price(trade?.entryPrice) },
    { key: "stop", label: "Stop", kind: "price", text: price(record.stopLoss) },
    { key: "risk", label: "Risk (1R)", kind: "points", text: price(trade?.risk) },
    { key: "trigger", label: "BE trigger", kind: "price", text: price(trade?.beTriggerPrice) },
    { key: "triggeredAt", label: "BE armed", kind: "time", text: time(trade?.beTriggeredAt) },
    { key: "beLeg", label: "BE leg", kind: "word", text: trade?.beLeg ?? null },
    { key: "beExitAt", label: "BE leg ended", kind: "time", text: time(trade?.beExitAt) },
    { key: "noBeLeg", label: "No-BE leg", kind: "word", text: trade?.noBeLeg ?? null },
    { key: "closedAt", label: "Closed", kind: "time", text: time(trade?.closedAt) },
    { key: "exitPrice", label: "Exit", kind: "price", text: price(trade?.exitPrice) },
    { key: "exitReason", label: "Exit reason", kind: "word", text: trade?.exitReason ?? null },
    { key: "beMfe", label: "MFE, BE leg", kind: "r", text: r(trade?.beMfe) },
    { key: "noBeMfe", label: "MFE, No-BE leg", kind: "r", text: r(trade?.noBeMfe) },
    { key: "mae", label: "MAE", kind: "r", text: r(trade?.mae) },
    { key: "targets", label: "Targets touched", kind: "count", text: targets },
    { key: "outcomeBe", label: "Result, BE leg", kind: "r", text: results?.outcomeBe ?? null },
    { key: "outcomeNoBe", label: "Result, No-BE leg", kind: "r", text: results?.outcomeNoBe ?? null },
  ];
}

/** Every value of two records of one signal, side by side. */
export function compareRecords(before: SignalRecord, after: SignalRecord, scale: PriceScale): ComparedRow[] {
  const then = valuesOf(after, scale);
  return valuesOf(before, scale).map(({ key, label, kind, text }, index) => ({
    ...{ key, label, kind },
    before: text,
    after: then[index]?.text ?? null,
  }));
}
