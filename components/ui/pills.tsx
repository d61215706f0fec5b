"use client";
/** A set of choices of which any number may be on: checkboxes that look like pills. Tab walks them, Space turns one. */
import type { ReactNode } from "react";

export interface Pill {
  readonly value: string;
  readonly label: ReactNode;
  /** How many there are; shown small, undefined while unknown. */
  readonly count?: number | undefined;
}

interface PillsProps {
  readonly legend: string;
  readonly name: string;
  readonly pills: readonly Pill[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function Pills({ legend, name, pills, chosen, onChange }: PillsProps) {
  const turn = (value: string, on: boolean): void =>
    onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <fieldset className="grid min-w-0 gap-1 md:grid-cols-[112px_1fr]">
      {/* A legend takes no part in the grid: its words are drawn beside it. */}
      <legend className="sr-only">{legend}</legend>
      <span aria-hidden className="text-11 leading-6 text-text-2">
        {legend}
      </span>
      <div className="flex flex-wrap gap-1">
        {pills.map(({ value, label, count }) => (
          <label
            key={value}
            className={`touch flex h-6 cursor-pointer items-center gap-1.5 rounded-4 border border-line px-2 text-12 whitespace-nowrap has-checked:border-accent has-checked:bg-accent/15 has-checked:text-text-1 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent hover:text-text-1 ${count === 0 ? "text-text-3" : "text-text-2"}`}
          >
            <input
              type="checkbox"
              className="sr-only"
              name={name}
              value={value}
              checked={chosen.includes(value)}
              onChange={(event) => turn(value, event.target.checked)}
            />
            {label}
            {count !== undefined && <span className="num text-11 text-text-3">{count}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
