/**
 * What people can be told of, and in which words. Pure: from a step of a signal's history or a change of the feed to an entry
 * of the log. Each kind can be switched on and off by itself (alert-settings.ts).
 */
import type { EpochMs, TickSource, Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";
import type { StepView } from "@/lib/stream/events";

/** Kinds in the order of the settings, with their name there and whether they make a toast and a sound unless changed. */
export const alertKinds = {
  signal: { name: "New signal waits", toast: true, sound: false },
  confirmed: { name: "Signal confirmed", toast: true, sound: true },
  entry: { name: "Trade entered", toast: true, sound: true },
  "be-armed": { name: "Break-even armed", toast: true, sound: true },
  "be-exit": { name: "Break-even exit", toast: true, sound: true },
  "near-stop": { name: "Price near a stop", toast: true, sound: true },
  stop: { name: "Stopped out", toast: true, sound: true },
  target: { name: "New whole R reached", toast: true, sound: false },
  ended: { name: "Cancelled, void, rolled or closed by hand", toast: true, sound: false },
  refused: { name: "Alert refused", toast: false, sound: false },
  "feed-down": { name: "Prices stop", toast: true, sound: true },
  "feed-up": { name: "Prices are back", toast: true, sound: true },
} as const;

export type AlertKind = keyof typeof alertKinds;

/** All kinds, typed. */
export const alertKindNames = Object.keys(alertKinds) as AlertKind[];

/** One thing that happened. `key` names it for good: the same from the stream, after a reload and in another tab. */
export interface AlertEntry {
  readonly key: string;
  readonly kind: AlertKind;
  readonly at: EpochMs;
  readonly title: string;
  /** Instrument and price, or the reason. */
  readonly detail: string;
  readonly direction: Direction | null;
  /** What a click opens; null for the feed. */
  readonly signal: { readonly id: string; readonly ticker: string } | null;
}

/** A step with the signal it belongs to; the price as text. */
export interface ToldStep extends Omit<StepView, "price"> {
  readonly signalId: string;
  readonly ticker: string;
  readonly direction: Direction;
  readonly price: string | null;
}

function kindAndTitle(step: Pick<StepView, "type" | "target" | "leg">): readonly [AlertKind, string] | null {
  switch (step.type) {
    case "SIGNAL_CREATED":
      return ["signal", "New signal"];
    case "SIGNAL_REJECTED":
      return ["refused", "Alert refused"];
    case "CONFIRMED":
      return ["confirmed", "Confirmed"];
    case "ENTRY":
      return ["entry", "Entered"];
    case "BE_TRIGGERED":
      return ["be-armed", "Break-even armed"];
    case "EXIT_BREAK_EVEN":
      return ["be-exit", "Break-even exit"];
    case "EXIT_STOP_LOSS":
      // A stop before break-even ends both legs with one tick: that is one thing to be told of.
      return step.leg === "be" ? null : ["stop", "Stopped out"];
    case "TARGET":
      return ["target", `${step.target ?? "?"}R reached`];
    case "CANCELLED":
      return ["ended", "Cancelled"];
    case "VOIDED":
      return ["ended", "Void"];
    case "EXIT_ROLL":
      return ["ended", "Closed by the roll"];
    case "EXIT_MANUAL":
      return ["ended", "Closed by hand"];
    case "FLAGGED":
      return null;
  }
}

/** The entry of a step; null for steps nobody needs to be told of. */
export function entryOfStep(step: ToldStep): AlertEntry | null {
  const told = kindAndTitle(step);
  if (told === null) return null;
  const [kind, title] = told;
  return {
    key: `${step.signalId}#${step.seq}`,
    kind,
    at: step.at,
    title,
    detail: step.price === null ? step.ticker : `${step.ticker} at ${step.price}`,
    direction: step.direction,
    signal: { id: step.signalId, ticker: step.ticker },
  };
}

/**
 * The entry of a trade whose price has come near its stop. Approaches are seen by the page, not stored: the log has those of
 * its own time. @param distance ticks to the stop
 */
export function entryOfNearStop(near: {
  readonly signalId: string;
  readonly ticker: string;
  readonly direction: Direction;
  readonly at: EpochMs;
  readonly price: string | null;
  readonly distance: Ticks;
}): AlertEntry {
  const { signalId, ticker, direction, at, price, distance } = near;
  const away = `${distance} ${distance === 1 ? "tick" : "ticks"} from its stop`;
  return {
    key: `${signalId}#near#${at}`,
    kind: "near-stop",
    at,
    title: "Near its stop",
    detail: `${ticker}${price === null ? "" : ` at ${price}`}, ${away}`,
    direction,
    signal: { id: signalId, ticker },
  };
}

/** The entry of a change of the feed. @param at since when */
export function entryOfFeed(up: boolean, at: EpochMs, reason: string, source: TickSource | null): AlertEntry {
  return {
    key: `feed#${up ? "up" : "down"}#${at}`,
    kind: up ? "feed-up" : "feed-down",
    at,
    title: up ? "Prices are back" : "Prices stopped",
    detail: up && source !== null ? `Source: ${source}` : reason,
    direction: null,
    signal: null,
  };
}
