/**
 * When an open trade has come near its stop: told once per approach. An approach ends only when the price has gone well away
 * again, so a price that dances on the limit is told of once. Pure: distances in ticks in, a word out.
 */
import type { Ticks } from "@/lib/market/types";
import type { Direction } from "@/lib/signal/types";

/** How near counts: so many ticks, or a share of the trade's risk. */
export type NearLimit =
  | { readonly unit: "ticks"; readonly ticks: number }
  /** `hundredths` of R. */
  | { readonly unit: "R"; readonly hundredths: number };

/** Least distance beyond the limit that ends an approach, ticks. */
export const releaseTicksMin = 4;

/** The limit for a trade of `risk` ticks, at least one tick and below the risk: at its entry no trade is near its stop. */
export function limitTicks(limit: NearLimit, risk: Ticks): Ticks {
  const ticks = limit.unit === "ticks" ? limit.ticks : Math.round((limit.hundredths * risk) / 100);
  return Math.max(1, Math.min(ticks, risk - 1));
}

/** Distance at which an approach is over: half the limit beyond it, at most the distance of the entry. */
export function releaseTicks(limit: Ticks, risk: Ticks): Ticks {
  return Math.max(limit + 1, Math.min(risk, limit + Math.max(releaseTicksMin, Math.ceil(limit / 2))));
}

/** Ticks from the newest price to the stop, 0 at or beyond it. */
export function stopDistance(
  trade: { readonly entryPrice: Ticks; readonly risk: Ticks },
  direction: Direction,
  last: Ticks,
): Ticks {
  const now = direction === "bullish" ? last - trade.entryPrice : trade.entryPrice - last;
  return Math.max(0, now + trade.risk);
}

/** Where a trade stands: `near` from its approach until it is over. */
export type NearState = "away" | "near";

/**
 * The next state, and whether this is the moment to tell. A trade seen for the first time (`before` null) is never told of:
 * its approach, if it is in one, began before anybody looked.
 */
export function nearStep(
  before: NearState | null,
  distance: Ticks,
  limit: Ticks,
  risk: Ticks,
): { readonly state: NearState; readonly tell: boolean } {
  if (distance <= limit) return { state: "near", tell: before === "away" };
  if (before === "near" && distance < releaseTicks(limit, risk)) return { state: "near", tell: false };
  return { state: "away", tell: false };
}
