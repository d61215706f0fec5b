"use client";
import { useNow } from "@/components/live/use-now";
import { countdown } from "@/lib/format/time";
import { timeframeMs } from "@/lib/market/candle";
import type { Timeframe } from "@/lib/market/types";

/** Time until the candle of this timeframe closes, by the worker's clock. */
export function Countdown({ timeframe }: { readonly timeframe: Timeframe }) {
  const now = useNow();
  if (now === null) return null;
  const length = timeframeMs(timeframe);
  return (
    <span className="num text-12 text-text-2" title="Until this candle closes">
      {countdown(length - (now % length))}
    </span>
  );
}
