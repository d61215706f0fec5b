"use client";
/** Tells which signals the stream has changed, gathered over a short pause: one question to the server, not one per fact. */
import { useEffect, useRef } from "react";
import { useSignalIds, useStreamEpoch } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import type { SignalView } from "@/lib/stream/events";
import { isOpenSignal } from "@/lib/stream/reduce";

/** Facts of one moment (confirmed, entered) come together within this, ms. */
const gatherMs = 300;

/** `onChange` gets the ids of new and changed signals; not those of the page's first picture. */
export function useChangedSignals(onChange: (ids: readonly string[]) => void): void {
  const ids = useSignalIds();
  const epoch = useStreamEpoch();
  const seen = useRef<{ readonly epoch: number; readonly views: Map<string, SignalView> } | null>(null);
  const told = useRef(onChange);
  useEffect(() => {
    told.current = onChange;
  }, [onChange]);
  useEffect(() => {
    const { signals } = liveStore().state;
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      // A new epoch is a new picture: what was fetched is fetched again as a whole (live-provider.tsx).
      const before = seen.current?.epoch === epoch ? seen.current.views : null;
      for (const [id, view] of signals) if (before !== null && before.get(id) !== view) changed.add(id);
      seen.current = { epoch, views: new Map(signals) };
      if (changed.size > 0) timer ??= setTimeout(tell, gatherMs);
    };
    const tell = (): void => {
      timer = null;
      const list = [...changed];
      changed.clear();
      told.current(list);
    };
    look();
    const stops = ids
      .filter((id) => {
        const view = signals.get(id);
        return view !== undefined && isOpenSignal(view);
      })
      .map((id) => liveStore().subscribe(`signal:${id}`, look));
    return () => {
      for (const stop of stops) stop();
      if (timer !== null) {
        clearTimeout(timer);
        tell();
      }
    };
  }, [ids, epoch]);
}
