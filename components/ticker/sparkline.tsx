"use client";
/** Closes of the last two hours, where there is room. Redrawn when a minute closes, not on ticks. */
import { memo, useMemo } from "react";
import { useMinutes } from "@/components/desk/use-bars";
import type { ContractView } from "@/lib/stream/events";

const barsMax = 120;
const width = 64;
const height = 28;

export const Sparkline = memo(function Sparkline({
  contract,
  muted,
}: {
  readonly contract: ContractView;
  readonly muted: boolean;
}) {
  const bars = useMinutes(contract);
  const shape = useMemo(() => sparkShape((bars ?? []).slice(-barsMax).map((bar) => bar.close)), [bars]);
  return (
    <svg className="hidden xl:block" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {shape !== null && (
        <polyline
          points={shape.points}
          fill="none"
          strokeWidth="1.25"
          strokeLinejoin="round"
          className={muted ? "stroke-text-3" : shape.rising ? "stroke-up-mark" : "stroke-down-mark"}
        />
      )}
    </svg>
  );
});

/** Points of the line, or null when there are too few closes to say anything. */
export function sparkShape(closes: readonly number[]): { readonly points: string; readonly rising: boolean } | null {
  const first = closes.at(0);
  const last = closes.at(-1);
  if (first === undefined || last === undefined || closes.length < 5) return null;
  const low = Math.min(...closes);
  const span = Math.max(...closes) - low || 1;
  const points = closes
    .map((close, index) => {
      const x = (index / (closes.length - 1)) * (width - 2) + 1;
      const y = height - 3 - ((close - low) / span) * (height - 6);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
  return { points, rising: last >= first };
}
