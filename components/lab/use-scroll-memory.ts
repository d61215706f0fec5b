"use client";
/** Where a list was scrolled to comes back with its address: after the back button at once, after a reload as the rows load. */
import { type RefObject, useEffect, useRef } from "react";

const storageKey = "excursion.lab.scroll";
/** Pause in scrolling after which the place is kept, ms. */
const pauseMs = 150;

interface Kept {
  readonly query: string;
  readonly top: number;
}

/** Kept for the tab only; forbidden or foreign storage means no memory, not an error. */
function read(): Kept | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    if (typeof value !== "object" || value === null || !("query" in value) || !("top" in value)) return null;
    return typeof value.query === "string" && typeof value.top === "number"
      ? { query: value.query, top: value.top }
      : null;
  } catch {
    return null;
  }
}

function write(kept: Kept): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // See read.
  }
}

/**
 * Keeps and restores the place of `scroller` for `query`. `rows` grows while pages come in: the place is set as soon as it exists;
 * until then `wanted` says that more must be loaded. Any scrolling by hand ends the wait.
 */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, query: string, height: number): void {
  const wanted = useRef<number | null>(null);
  const started = useRef<string | null>(null);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const kept = read();
    if (started.current === null && kept?.query === query) wanted.current = kept.top;
    // Another list begins at its top.
    if (started.current !== null && started.current !== query) box.scrollTop = 0;
    started.current = query;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const onScroll = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        if (wanted.current === null) write({ query, top: box.scrollTop });
      }, pauseMs);
    };
    const onHand = (): void => {
      wanted.current = null;
    };
    box.addEventListener("scroll", onScroll, { passive: true });
    box.addEventListener("wheel", onHand, { passive: true });
    box.addEventListener("pointerdown", onHand);
    box.addEventListener("keydown", onHand);
    return () => {
      if (timer !== null) clearTimeout(timer);
      box.removeEventListener("scroll", onScroll);
      box.removeEventListener("wheel", onHand);
      box.removeEventListener("pointerdown", onHand);
      box.removeEventListener("keydown", onHand);
    };
  }, [scroller, query]);
  useEffect(() => {
    const box = scroller.current;
    if (box === null || wanted.current === null || height === 0) return;
    box.scrollTop = wanted.current;
    // Reached, or as near as the loaded rows allow: being near the end loads on, and this is tried again.
    if (box.scrollTop >= wanted.current - 1) wanted.current = null;
  }, [scroller, height]);
}
