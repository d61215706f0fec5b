"use client";
/** What every recharts figure shares: axes with titles and units, our tokens, the box under the pointer. */
import type { ReactNode } from "react";
import { tick } from "@/components/explore/amounts";

/** The two variants, the same in every figure: colour and dash. */
export const series = {
  "no-be": { colour: "var(--info)", dash: undefined, name: "No-BE" },
  be: { colour: "var(--text-1)", dash: "5 3", name: "BE" },
} as const;

/** Room for axis titles. */
export const margin = { top: 8, right: 14, bottom: 18, left: 6 } as const;

export const axis = {
  stroke: "var(--line)",
  tick: { fill: "var(--text-2)", fontSize: 11 },
  tickLine: false,
  tickFormatter: tick,
} as const;

export const grid = { stroke: "var(--grid)", vertical: false } as const;

export function xTitle(value: string) {
  return { value, position: "insideBottom", offset: -12, fill: "var(--text-2)", fontSize: 11 } as const;
}

export function yTitle(value: string) {
  return {
    value,
    angle: -90,
    position: "insideLeft",
    offset: 6,
    fill: "var(--text-2)",
    fontSize: 11,
    style: { textAnchor: "middle" },
  } as const;
}

/** The box under the pointer. */
export function Tip({
  title,
  lines,
  hint,
}: {
  readonly title: string;
  readonly lines: readonly (readonly [string, string])[];
  readonly hint?: string;
}) {
  return (
    <div className="rounded-4 border border-line bg-surface-1 px-2 py-1.5 text-12">
      <p className="font-medium">{title}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {lines.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-text-2">{label}</dt>
            <dd className="num text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {hint !== undefined && <p className="mt-0.5 text-11 text-text-3">{hint}</p>}
    </div>
  );
}

/** A drawing with its summary in words; what it holds row by row is one press away, as a table. */
export function Drawing({
  label,
  height = 240,
  children,
}: {
  readonly label: string;
  readonly height?: number;
  readonly children: ReactNode;
}) {
  return (
    <div role="img" aria-label={label} style={{ height }} className="min-w-0 px-1 [&_.recharts-surface]:outline-none">
      {children}
    </div>
  );
}

/** Names of the variants with how they are drawn. */
export function VariantLegend() {
  return (
    <span className="inline-flex gap-3 align-middle text-11 text-text-2">
      {Object.values(series).map(({ name, colour, dash }) => (
        <span key={name} className="inline-flex items-center gap-1">
          <svg width="18" height="8" aria-hidden>
            <line x1="0" x2="18" y1="4" y2="4" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}

/** Place a click or the pointer is over; recharts gives it as text or number. */
export function placeOf(state: { readonly activeTooltipIndex?: unknown }): number | null {
  const place = Number(state.activeTooltipIndex ?? Number.NaN);
  return Number.isInteger(place) ? place : null;
}
