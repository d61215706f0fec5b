/**
 * An entry as the machine had it at an instant, folded from its append-only history and its path of extremes. The path
 * holds at most one point a side and minute, so extremes between two points are known from below only; said with the value.
 */
import type { SignalStatus, TradeEventType } from "@/lib/engine/types";
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
  const extreme = (side: PastExtreme["side"]): string | null => {
    const last = path.filter((point) => point.side === side && point.at <= at).at(-1);
    return hasTrade ? (last?.r ?? "0.0000") : null;
  };
  return {
    ...{ status, beLeg: legs[0], noBeLeg: legs[1], events: past.length },
    event: newest?.type ?? null,
    eventAt: newest?.at ?? null,
    mfe: extreme("favourable"),
    mae: extreme("adverse"),
  };
}
