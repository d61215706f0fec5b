"use client";
/** What is asked of the trades: variant, target and the unit of the whole page. */
import { Segmented } from "@/components/ui/segmented";
import type { Question } from "@/lib/analysis/results";
import { type DistanceUnit, unitChoices } from "@/lib/format/excursion";
import type { Variant } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

interface QuestionBarProps {
  readonly question: Question;
  readonly onChange: (part: Partial<Question>) => void;
}

const variantChoices: Readonly<Record<Variant, string>> = { "no-be": "No-BE", be: "BE" };
const targets = Array.from({ length: TARGET_R_MAX }, (_, index) => index + 1);

export function QuestionBar({ question, onChange }: QuestionBarProps) {
  const { variant, target, unit } = question;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-1.5">
      <Segmented<Variant>
        quiet
        legend="Variant"
        name="variant"
        options={variantChoices}
        value={variant}
        onChange={(chosen) => onChange({ variant: chosen })}
      />
      <label className="flex items-center gap-2 text-12 text-text-2">
        Target
        <select
          value={target ?? "stop"}
          onChange={(event) => onChange({ target: event.target.value === "stop" ? null : Number(event.target.value) })}
          className="touch num h-7 rounded-4 border border-line bg-surface-0 px-2 text-12 text-text-1"
        >
          {targets.map((one) => (
            <option key={one} value={one}>
              {one}R
            </option>
          ))}
          <option value="stop">none, run to the stop</option>
        </select>
      </label>
      <Segmented<DistanceUnit>
        quiet
        legend="Unit of the page"
        name="unit"
        options={unitChoices}
        value={unit}
        onChange={(chosen) => onChange({ unit: chosen })}
      />
      {unit !== "r" && (
        <span className="text-12 text-text-3">
          {unit === "usd" ? "One contract a trade; trades" : "Trades"} of larger risk weigh more, instruments are added
          as they are.
        </span>
      )}
    </div>
  );
}
