/**
 * An entry as the machine had it at an instant, folded from its append-only history and its path of extremes. Events
 * carry the extremes of their moment, the path one point a side and minute: between those they are known from below only.
 */
import type { SignalStatus, TradeEventType } from "@/lib/engine/types";
import { formatR } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";

export interface PastEvent {
  readonly seq: number;
  readonly type: TradeEventType;
  readonly at: EpochMs;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A new extreme; `r` is the move from the entry in R as text. */
export interface PastExtreme {
  readonly at: EpochMs;
  readonly side: "favourable" | "adverse";
  readonly r: string | null;
}

/** How it stood. Null = not known yet at that instant. */
export interface Standing {
  /** Null: there was no such signal yet. */
  readonly status: SignalStatus | null;
  /** The newest event so far. */
  readonly event: TradeEventType | null;
  readonly eventAt: EpochMs | null;
  readonly events: number;
  readonly beLeg: string | null;
  readonly noBeLeg: string | null;
  /** R as text: at least this, as far as the path was written by then. */
  readonly mfe: string | null;
  readonly mae: string | null;
}

const statusAfter: Partial<Readonly<Record<TradeEventType, SignalStatus>>> = {
  SIGNAL_REJECTED: "REJECTED",
  SIGNAL_CREATED: "PENDING",
  CANCELLED: "CANCELLED",
  CONFIRMED: "CONFIRMED",
  VOIDED: "VOID",
  ENTRY: "ACTIVE",
  EXIT_ROLL: "CLOSED",
  EXIT_MANUAL: "CLOSED",
};

function legsAfter(event: PastEvent, legs: readonly [string | null, string | null]): [string | null, string | null] {
  const word = (name: string): string | null => {
    const value = event.data[name];
    return typeof value === "string" ? value : null;
  };
  if (event.type === "ENTRY") return ["OPEN", "OPEN"];
  if (event.type === "CANCELLED" || event.type === "VOIDED") return [null, null];
  if (event.type === "EXIT_ROLL" || event.type === "EXIT_MANUAL") {
    return [legs[0] === "OPEN" || legs[0] === "TRIGGERED" ? "OTHER" : legs[0], "OTHER"];
  }
  return [word("beLeg") ?? legs[0], word("noBeLeg") ?? legs[1]];
}

/** The machine's side of an entry as it stood at an instant. @param events whole history in order */
export function standingAt(events: readonly PastEvent[], path: readonly PastExtreme[], at: EpochMs): Standing {
  const past = events.filter((event) => event.at <= at);
  let status: SignalStatus | null = null;
  let legs: [string | null, string | null] = [null, null];
  for (const event of past) {
    legs = legsAfter(event, legs);
    status = statusAfter[event.type] ?? status;
    if (legs[1] === "STOP_LOSS") status = "CLOSED";
  }
  const newest = past.at(-1);
  const hasTrade = legs[1] !== null;
  const points = path.filter((point) => point.at <= at);
  const known = (side: PastExtreme["side"], name: "noBeMfe" | "mae"): string | null =>
    hasTrade
      ? widest([...points.flatMap((point) => (point.side === side ? [point.r] : [])), ...toldBy(past, name)])
      : null;
  return {
    ...{ status, beLeg: legs[0], noBeLeg: legs[1], events: past.length },
    event: newest?.type ?? null,
    eventAt: newest?.at ?? null,
    mfe: known("favourable", "noBeMfe"),
    mae: known("adverse", "mae"),
  };
}

/** Extremes the events themselves carry, in ticks, as R of the risk the entry event names. */
function toldBy(past: readonly PastEvent[], name: "noBeMfe" | "mae"): string[] {
  const risk = past.find(({ type }) => type === "ENTRY")?.data["risk"];
  if (typeof risk !== "number" || risk <= 0) return [];
  return past.flatMap(({ data }) => {
    const ticks = data[name];
    return typeof ticks === "number" ? [formatR(ticks, risk)] : [];
  });
}

/** The text furthest from zero; nothing known means the entry itself. */
function widest(values: readonly (string | null)[]): string {
  return values.reduce<string>(
    (far, value) => (value !== null && Math.abs(Number(value)) > Math.abs(Number(far)) ? value : far),
    "0.0000",
  );
}
