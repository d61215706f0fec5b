"use client";
/**
 * The order of the board: nearest to its next event first, looked at once a second, steady against small moves and
 * held while the pointer moves over the rows: nothing slips away from under a click.
 */
import { type RefObject, useEffect, useRef, useState } from "react";
import { liveStore } from "@/components/live/live-store";
import { nearness } from "@/components/trades/row-texts";
import { steadyOrder } from "@/lib/trade/next-event";

/** Time between two looks at the order, ms. */
const orderMs = 1000;
/** The order is held this long after the pointer last moved over the board, ms. */
const holdMs = 2000;

/** A key must move by this before it counts: 2 % of the risk, and a tenth of the distance for what is far away. */
const slack = (key: number): number => (Number.isFinite(key) ? 0.02 + key / 10 : 0);

function keyOf(id: string): number {
  const { signals, mfe } = liveStore().state;
  return nearness(signals.get(id)?.record, mfe.get(id) ?? null);
}

export function useBoardOrder(ids: readonly string[], board: RefObject<HTMLElement | null>): readonly string[] {
  const [held] = useState(() => new Map<string, number>());
  const [ordered, setOrdered] = useState<readonly string[]>([]);
  const pointedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const element = board.current;
    const onMove = (event: PointerEvent): void => {
      pointedAt.current = event.timeStamp;
    };
    element?.addEventListener("pointermove", onMove, { passive: true });
    return () => element?.removeEventListener("pointermove", onMove);
  }, [board]);

  useEffect(() => {
    const look = (): void => {
      const next = steadyOrder(ids, keyOf, held, slack);
      setOrdered((before) =>
        next.length === before.length && next.every((id, index) => id === before[index]) ? before : next,
      );
    };
    look();
    const timer = setInterval(() => {
      // The same clock as the events' time stamps.
      if (performance.now() - pointedAt.current > holdMs) look();
    }, orderMs);
    return () => clearInterval(timer);
  }, [ids, held]);
  return ordered;
}
