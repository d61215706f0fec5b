"use client";
/**
 * A price that flashes the digits that changed. The flash is a data attribute set outside React: it costs no render.
 */
import { useEffect, useRef, useState } from "react";
import { type Flash, nextFlash, noFlash } from "@/components/ticker/flash";
import { Digits } from "@/components/ui/digits";
import { systemClock } from "@/lib/clock";
import { sharedPrefix } from "@/lib/format/number";
import type { Ticks } from "@/lib/market/types";

interface LivePriceProps {
  readonly ticks: Ticks;
  readonly text: string;
  /** False while the number is old: no colour, no motion. */
  readonly current: boolean;
  readonly className?: string;
}

export function LivePrice({ ticks, text, current, className = "" }: LivePriceProps) {
  const element = useRef<HTMLSpanElement>(null);
  const flash = useRef<Flash>(noFlash);
  const lastTicks = useRef(ticks);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [shown, setShown] = useState({ text, changedFrom: text.length });
  if (shown.text !== text) setShown({ text, changedFrom: sharedPrefix(shown.text, text) });

  useEffect(() => {
    const direction = Math.sign(ticks - lastTicks.current);
    lastTicks.current = ticks;
    const node = element.current;
    if (node === null || !current || (direction !== 1 && direction !== -1)) return;
    flash.current = nextFlash(flash.current, direction, systemClock.now());
    if (flash.current.colour === null) return;
    node.dataset["flash"] = flash.current.colour;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      flash.current = { ...flash.current, colour: null };
      delete node.dataset["flash"];
    }, flash.current.endsAt - systemClock.now());
  }, [ticks, current]);

  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);

  return (
    <span ref={element} className={`num flash-digits ${className}`} data-testid="last-price">
      <Digits text={text} changedFrom={shown.changedFrom} />
    </span>
  );
}
