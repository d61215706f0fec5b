"use client";
/** Span of New York dates: the usual ones at a press, any other by two dates. */
import { CalendarDays } from "lucide-react";
import { type DateSpan, type Preset, presetOf, presetSpan, presets } from "@/components/lab/date-presets";
import { useNow } from "@/components/live/use-now";
import { TextField } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { Segmented } from "@/components/ui/segmented";
import { newYorkDate } from "@/lib/market/session";

interface DateFilterProps {
  readonly span: DateSpan;
  readonly onChange: (span: DateSpan) => void;
}

/** Date of New York; null on the server and in the first render. */
export function useToday(): string | null {
  const now = useNow();
  return now === null ? null : newYorkDate(now);
}

export function DateFilter({ span, onChange }: DateFilterProps) {
  const today = useToday();
  const preset = today === null ? null : presetOf(span, today);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <Segmented<Preset | "own">
        quiet
        legend="Dates"
        name="dates"
        options={presets as Readonly<Record<Preset | "own", string>>}
        value={preset ?? "own"}
        onChange={(chosen) => {
          if (today !== null && chosen !== "own") onChange(presetSpan(chosen, today));
        }}
      />
      <Popover
        label="Dates from and to"
        align="start"
        className={`h-7 gap-1 text-12 ${preset === null && today !== null ? "bg-surface-2 text-text-1" : ""}`}
        trigger={
          <>
            <CalendarDays size={14} aria-hidden />
            <span className="sr-only">Dates from and to</span>
          </>
        }
      >
        <DateSpanFields span={span} onChange={onChange} />
      </Popover>
    </div>
  );
}

/** Two dates; an empty one is open. */
export function DateSpanFields({ span, onChange }: DateFilterProps) {
  return (
    <div className="flex flex-col gap-2 p-3">
      <div className="flex gap-2">
        <TextField
          label="From"
          type="date"
          value={span.from ?? ""}
          max={span.to ?? undefined}
          onChange={(event) => onChange({ ...span, from: event.target.value || null })}
          className="w-36"
        />
        <TextField
          label="To"
          type="date"
          value={span.to ?? ""}
          min={span.from ?? undefined}
          onChange={(event) => onChange({ ...span, to: event.target.value || null })}
          className="w-36"
        />
      </div>
      <p className="text-12 text-text-2">Dates of the signal candle in New York, both included.</p>
    </div>
  );
}
