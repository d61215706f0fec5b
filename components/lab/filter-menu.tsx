"use client";
/** Everything the list can be narrowed by, on one panel. Each press narrows at once; the chips under it say to what. */
import { Filter } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { SpanFields } from "@/components/lab/span-fields";
import { Pills } from "@/components/ui/pills";
import { Popover, type PopoverHandle } from "@/components/ui/popover";
import { doubtWords } from "@/lib/lab/doubt";
import type { LabFilter } from "@/lib/lab/filter";
import { flagMeaning } from "@/lib/lab/flag-words";
import {
  directionLabels,
  exitLabels,
  havingLabels,
  hourLabels,
  legLabels,
  reviewLabels,
  scenarioLabels,
  sessionLabels,
  statusLabels,
  telemetryLabels,
  weekdayLabels,
} from "@/lib/lab/words";

/** How many rows have each value, per list parameter; from the server. */
export type Facets = Readonly<Record<string, readonly { readonly value: string; readonly n: number }[]>>;

export interface FilterFieldsProps {
  readonly filter: LabFilter;
  readonly facets: Facets;
  readonly onChange: (part: Partial<LabFilter>) => void;
}

/** Parameters whose values are a closed list, with their words. */
const closed = {
  status: { legend: "Status", labels: statusLabels },
  review: { legend: "Review", labels: reviewLabels },
  direction: { legend: "Direction", labels: directionLabels },
  session: { legend: "Session", labels: sessionLabels },
  scenario: { legend: "Stop scenario", labels: scenarioLabels },
  exit: { legend: "No-BE leg ended by", labels: exitLabels },
  be: { legend: "BE leg", labels: legLabels },
  has: { legend: "Has", labels: havingLabels },
  telemetry: { legend: "Telemetry", labels: telemetryLabels },
  weekday: { legend: "Weekday", labels: weekdayLabels },
  hour: { legend: "Hour ET", labels: hourLabels },
  why: { legend: "Doubt because", labels: doubtWords },
} as const;
type ClosedName = keyof typeof closed;
const closedNames = Object.keys(closed) as ClosedName[];

/** Parameters whose values the data brings. */
const open = {
  instrument: "Instrument",
  contract: "Contract",
  flag: "Flag",
  tag: "Tag",
} as const;
type OpenName = keyof typeof open;
const openNames = Object.keys(open) as OpenName[];

export function FilterFields({ filter, facets, onChange }: FilterFieldsProps) {
  return (
    <div className="flex flex-col gap-2">
      {closedNames.map((name) => (
        <ClosedPills key={name} name={name} filter={filter} facets={facets} onChange={onChange} />
      ))}
      <SpanFields filter={filter} onChange={onChange} />
      {openNames.map((name) => (
        <OpenPills key={name} name={name} filter={filter} facets={facets} onChange={onChange} />
      ))}
      <Pills
        legend="Deleted"
        name="deleted"
        pills={[{ value: "only", label: "Show the deleted ones" }]}
        chosen={filter.deleted === "only" ? ["only"] : []}
        onChange={(chosen) => onChange({ deleted: chosen.length > 0 ? "only" : "no" })}
      />
    </div>
  );
}

function countOf(facets: Facets, name: string, value: string | number): number | undefined {
  const facet = facets[name];
  return facet === undefined ? undefined : (facet.find((entry) => entry.value === String(value))?.n ?? 0);
}

function ClosedPills({ name, filter, facets, onChange }: FilterFieldsProps & { readonly name: ClosedName }): ReactNode {
  const { legend, labels } = closed[name];
  const chosenValues = filter[name].map(String);
  const pills = [...labels]
    .map(([value, label]) => ({ value: String(value), label, count: countOf(facets, name, value) }))
    // Of a long list only what the data has; what is filtered by stays to be turned off.
    .filter(({ value, count }) => name !== "why" || (count ?? 0) > 0 || chosenValues.includes(value));
  if (pills.length === 0) return null;
  return (
    <Pills
      legend={legend}
      name={name}
      pills={pills}
      chosen={chosenValues}
      // The pills are the vocabulary's own values, so what comes back are values of it again.
      onChange={(chosen) => onChange({ [name]: [...labels.keys()].filter((value) => chosen.includes(String(value))) })}
    />
  );
}

function OpenPills({ name, filter, facets, onChange }: FilterFieldsProps & { readonly name: OpenName }): ReactNode {
  const found = facets[name] ?? [];
  // What is filtered by stays to be turned off, also when nothing has it any more.
  const values = [...new Set([...filter[name], ...found.map(({ value }) => String(value))])];
  if (values.length === 0) return null;
  return (
    <Pills
      legend={open[name]}
      name={name}
      pills={values.map((value) => ({
        value,
        label: name === "flag" ? flagMeaning(value).label : value,
        count: countOf(facets, name, value),
      }))}
      chosen={filter[name]}
      onChange={(chosen) => onChange({ [name]: chosen })}
    />
  );
}

interface FilterMenuProps extends FilterFieldsProps {
  readonly handle: Ref<PopoverHandle>;
  /** Parts of the filter in use. */
  readonly count: number;
}

export function FilterMenu({ handle, count, ...fields }: FilterMenuProps) {
  return (
    <Popover
      label="Filter"
      align="start"
      handle={handle}
      className="h-7 gap-1.5 border border-line text-12"
      trigger={
        <>
          <Filter size={13} aria-hidden />
          Filter
          {count > 0 && <span className="num rounded-full bg-accent px-1.5 text-11 text-surface-0">{count}</span>}
        </>
      }
    >
      <div className="w-[min(640px,calc(100vw-16px))] p-3">
        <FilterFields {...fields} />
      </div>
    </Popover>
  );
}
