"use client";
/** Spans of R the list can be narrowed to: from (included) to (not included); an empty bound is open. */
import { type KeyboardEvent, useId, useState } from "react";
import { type LabFilter, parseSpan, type RSpan, type SpanName } from "@/lib/lab/filter";
import { filterTitles } from "@/lib/lab/filter-chips";

const names: readonly SpanName[] = ["mfe", "bemfe", "mae", "result", "beresult"];

interface SpanFieldsProps {
  readonly filter: LabFilter;
  readonly onChange: (part: Partial<LabFilter>) => void;
}

export function SpanFields({ filter, onChange }: SpanFieldsProps) {
  return (
    <>
      {names.map((name) => (
        <SpanField key={name} name={name} span={filter[name]} onChange={onChange} />
      ))}
    </>
  );
}

interface SpanFieldProps extends Pick<SpanFieldsProps, "onChange"> {
  readonly name: SpanName;
  readonly span: RSpan | null;
}

/** What two texts mean; undefined when they mean nothing. */
function readSpan(from: string, to: string): RSpan | null | undefined {
  const [low, high] = [from, to].map((text) => text.trim().replace(/^\+/, "").replace("−", "-").replace(",", "."));
  if (low === "" && high === "") return null;
  return parseSpan(`${low}..${high}`) ?? undefined;
}

function SpanField({ name, span, onChange }: SpanFieldProps) {
  const id = useId();
  const [from, setFrom] = useState(span?.from?.toString() ?? "");
  const [to, setTo] = useState(span?.to?.toString() ?? "");
  const [wrong, setWrong] = useState(false);
  const [shown, setShown] = useState(span);
  // A span set elsewhere (a chip taken away, a saved view) is written into the fields.
  if (shown?.from !== span?.from || shown?.to !== span?.to) {
    setShown(span);
    setFrom(span?.from?.toString() ?? "");
    setTo(span?.to?.toString() ?? "");
    setWrong(false);
  }
  const title = filterTitles[name];
  const take = (): void => {
    const read = readSpan(from, to);
    setWrong(read === undefined);
    if (read === undefined || (read?.from === span?.from && read?.to === span?.to)) return;
    onChange({ [name]: read });
  };
  const field = (label: "from" | "to", value: string, set: (text: string) => void) => (
    <input
      aria-label={`${title} ${label}, R`}
      aria-invalid={wrong}
      aria-describedby={`${id}-wrong`}
      inputMode="decimal"
      autoComplete="off"
      placeholder="any"
      value={value}
      onChange={(event) => set(event.target.value)}
      onBlur={take}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === "Enter") take();
      }}
      className="touch num h-6 w-20 rounded-4 border border-line bg-surface-0 px-2 text-end text-12 text-text-1 placeholder:text-text-3 aria-invalid:border-danger"
    />
  );
  return (
    <div className="grid min-w-0 gap-1 md:grid-cols-[112px_1fr]">
      <span aria-hidden className="text-11 leading-6 text-text-2">
        {title}
      </span>
      <div className="flex flex-wrap items-center gap-2 text-12 text-text-2">
        {field("from", from, setFrom)}
        to below
        {field("to", to, setTo)}
        <span>R</span>
        <span id={`${id}-wrong`} role="alert" className="text-danger empty:hidden">
          {wrong ? "Expected numbers such as −0.5 and 2, the first the smaller one." : null}
        </span>
      </div>
    </div>
  );
}
