"use client";
/** A choice of a few: radio buttons that look like one control. Arrow keys work as in any radio group. */
import { useId } from "react";

interface SegmentedProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  /** Value → label, in the order shown. */
  readonly options: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** The legend is read out but not drawn. */
  readonly quiet?: boolean;
}

export function Segmented<Value extends string>({
  legend,
  name,
  options,
  value,
  onChange,
  quiet = false,
}: SegmentedProps<Value>) {
  const group = `${name}-${useId()}`;
  return (
    // Where the labels need more than there is (a phone), they take a second line instead of pushing the page wider.
    <fieldset className="max-w-full shrink-0">
      <legend className={quiet ? "sr-only" : "mb-1 text-11 text-text-3"}>{legend}</legend>
      <div className="flex flex-wrap rounded-4 bg-surface-2 p-0.5">
        {(Object.entries(options) as [Value, string][]).map(([option, label]) => (
          <label
            key={option}
            className="touch flex flex-1 cursor-pointer items-center justify-center rounded-4 px-2 py-0.5 text-12 whitespace-nowrap text-text-2 has-checked:bg-surface-0 has-checked:font-medium has-checked:text-text-1 has-focus-visible:outline-2 has-focus-visible:outline-accent hover:text-text-1"
          >
            <input
              type="radio"
              className="sr-only"
              name={group}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
