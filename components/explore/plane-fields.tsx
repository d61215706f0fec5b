"use client";
/** A rectangle of the MAE × MFE plane by numbers: the way for keys, and for exact limits. */
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Span } from "@/lib/analysis/marks";

interface PlaneFieldsProps {
  readonly unit: string;
  readonly onChoose: (mae: Span, mfe: Span) => void;
}

const fields = [
  ["maeFrom", "MAE from"],
  ["maeTo", "to"],
  ["mfeFrom", "MFE from"],
  ["mfeTo", "to"],
] as const;

export function PlaneFields({ unit, onChoose }: PlaneFieldsProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const read = (name: string): number | null => {
      const text = values[name] ?? "";
      return text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
    };
    onChoose({ from: read("maeFrom"), to: read("maeTo") }, { from: read("mfeFrom"), to: read("mfeTo") });
  };
  return (
    <details className="px-3 pb-2 text-12">
      <summary className="touch inline-flex cursor-pointer items-center text-text-2 hover:text-text-1">
        Choose by numbers
      </summary>
      <form onSubmit={send} className="flex flex-wrap items-end gap-2 pt-1">
        {fields.map(([name, label]) => (
          <label key={name} className="flex flex-col gap-0.5 text-text-2">
            {label}
            <input
              type="number"
              step="any"
              aria-label={`${name.startsWith("mae") ? "MAE" : "MFE"} ${name.endsWith("From") ? "from" : "to"}, ${unit}`}
              value={values[name] ?? ""}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              className="touch num h-7 w-20 rounded-4 border border-line bg-surface-0 px-2 text-12 text-text-1"
            />
          </label>
        ))}
        <Button type="submit" className="h-7">
          Show the trades
        </Button>
      </form>
    </details>
  );
}
