/** What an event of a signal's history says, in words. Pure; prices inside `data` are ticks. */

import { scenarioName } from "@/components/entry/story";
import { nameOf } from "@/components/review/words";
import { reasonText } from "@/components/signals/outcome";
import { readableR } from "@/lib/format/number";
import { etMinute } from "@/lib/format/time";
import { flagMeaning } from "@/lib/lab/flag-words";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { Ticks } from "@/lib/market/types";

/** One event as the routes give it. */
export interface EventJson {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly price: string | null;
  readonly tick: number | null;
  readonly engineVersion: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const titles: Readonly<Record<string, string>> = {
  SIGNAL_CREATED: "Accepted, waiting",
  SIGNAL_REJECTED: "Rejected",
  CANCELLED: "Cancelled",
  CONFIRMED: "Confirmed",
  VOIDED: "Void",
  ENTRY: "Entry",
  BE_TRIGGERED: "Break-even armed",
  EXIT_BREAK_EVEN: "Break-even leg out",
  EXIT_STOP_LOSS: "Stopped",
  EXIT_ROLL: "Closed, contract retired",
  EXIT_MANUAL: "Closed by hand",
  TARGET: "Target",
  FLAGGED: "Marked",
};

export function eventTitle({ type, data }: Pick<EventJson, "type" | "data">): string {
  if (type === "TARGET" && typeof data["target"] === "number") return `${data["target"]}R first touched`;
  if (type === "EXIT_STOP_LOSS" && data["leg"] === "be") return "Break-even leg stopped";
  if (type === "EXIT_STOP_LOSS" && data["leg"] === "no-be") return "No-BE leg stopped";
  return titles[type] ?? reasonText(type);
}

const ticks = (value: unknown): Ticks | null => (typeof value === "number" ? value : null);

/** The numbers of an event beside its price; empty when the title says all. */
export function eventDetail(
  { type, data }: Pick<EventJson, "type" | "data">,
  scale: PriceScale,
  risk: Ticks | null,
): string {
  const price = (value: unknown): string => formatPrice(ticks(value) ?? 0, scale);
  const r = (value: unknown): string => readableR(ticks(value) ?? 0, risk ?? 0);
  switch (type) {
    case "SIGNAL_REJECTED":
      return reasonText(typeof data["reason"] === "string" ? data["reason"] : null);
    case "CONFIRMED":
      return `stop ${price(data["stop"])}, scenario ${scenarioName(String(data["scenario"]))}`;
    case "VOIDED":
      return reasonText(typeof data["reason"] === "string" ? data["reason"] : null);
    case "CANCELLED":
      return cancelDetail(data);
    case "ENTRY":
      return `stop ${price(data["stop"])}, risk ${price(data["risk"])} points`;
    case "FLAGGED":
      return flagMeaning(String(data["flag"] ?? "")).label;
    case "TARGET":
      return data["beOpen"] === true ? "break-even leg still open" : "break-even leg already out";
    case "BE_TRIGGERED":
    case "EXIT_BREAK_EVEN":
    case "EXIT_STOP_LOSS":
    case "EXIT_ROLL":
      return excursionDetail(data, r);
    case "EXIT_MANUAL": {
      const { by, reason } = data;
      const who = typeof by === "string" && typeof reason === "string" ? `${nameOf(by)}: ${reason} · ` : "";
      return `${who}${excursionDetail(data, r)}`;
    }
    default:
      return "";
  }
}

function excursionDetail(data: EventJson["data"], r: (value: unknown) => string): string {
  return `MFE ${r(data["noBeMfe"])}, BE leg ${r(data["beMfe"])}, MAE ${r(data["mae"])}`;
}

function cancelDetail(data: EventJson["data"]): string {
  const { by, candleAt, barsPending } = data;
  if (typeof by !== "string") return reasonText(typeof data["reason"] === "string" ? data["reason"] : null);
  const candle = typeof candleAt === "number" ? `, candle ${etMinute(candleAt)} ET` : "";
  const bars = typeof barsPending === "number" ? `, after ${barsPending} ${barsPending === 1 ? "bar" : "bars"}` : "";
  return `by ${by}${candle}${bars}`;
}
