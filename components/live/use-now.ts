"use client";
/**
 * The present by the worker's clock, for ages and countdowns. One timer for the whole page, at full seconds;
 * null on the server and in the first client render (no server render reads "now").
 */
import { useSyncExternalStore } from "react";
import { liveStore } from "@/components/live/live-store";
import { systemClock } from "@/lib/clock";
import type { EpochMs } from "@/lib/market/types";

const listeners = new Set<() => void>();
let current: EpochMs | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Worker's clock, ms; this machine's clock until the first heartbeat has told the difference. */
export function serverNow(): EpochMs {
  return systemClock.now() + (liveStore().connection().offsetMs ?? 0);
}

function tick(): void {
  const now = serverNow();
  current = now - (now % 1000);
  timer = setTimeout(tick, 1000 - (now % 1000) + 1);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearTimeout(timer);
    timer = null;
  };
}

/** The instant of the current full second. */
export function useNow(): EpochMs | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  );
}
