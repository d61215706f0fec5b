"use client";
/** Search, dates, filters and what they narrow to. On a phone the fields are one sheet behind one button. */
import { SlidersHorizontal } from "lucide-react";
import { type Ref, type RefObject, useCallback, useState } from "react";
import { Chips } from "@/components/lab/chips";
import { DateFilter, DateSpanFields } from "@/components/lab/date-filter";
import { type Facets, FilterFields, FilterMenu } from "@/components/lab/filter-menu";
import { SearchBox } from "@/components/lab/search-box";
import { SourceSwitch } from "@/components/lab/source-line";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import type { PopoverHandle } from "@/components/ui/popover";
import { everything, type LabFilter } from "@/lib/lab/filter";
import { filterChips } from "@/lib/lab/filter-chips";
import type { TickSource } from "@/lib/market/types";

interface FilterBarProps {
  readonly filter: LabFilter;
  readonly facets: Facets;
  readonly fallback: TickSource;
  readonly onChange: (part: Partial<LabFilter>, step?: "push" | "replace") => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly menu: Ref<PopoverHandle>;
  readonly onLeaveSearch: () => void;
}

/** The source has its own switch, the text its own box. */
const shownElsewhere: ReadonlySet<string> = new Set(["source", "text"]);

export function FilterBar({ filter, facets, fallback, onChange, search, menu, onLeaveSearch }: FilterBarProps) {
  const chips = filterChips(filter, fallback).filter(({ name }) => !shownElsewhere.has(name));
  const onText = useCallback((text: string) => onChange({ text }, "replace"), [onChange]);
  return (
    <div className="flex flex-col border-b border-line">
      <div className="flex items-center gap-2 px-3 py-1.5">
        <SearchBox input={search} text={filter.text} onChange={onText} onLeave={onLeaveSearch} />
        <div className="contents max-md:hidden">
          <DateFilter span={filter} onChange={onChange} />
          <FilterMenu handle={menu} count={chips.length} filter={filter} facets={facets} onChange={onChange} />
        </div>
        <FilterSheet count={chips.length} filter={filter} facets={facets} onChange={onChange} />
      </div>
      {chips.length > 0 && (
        <div className="px-3 pb-1.5">
          <Chips
            chips={chips.map(({ name, label, text }) => ({ key: name, label, text }))}
            onRemove={(key) => onChange(chips.find(({ name }) => name === key)?.without ?? {})}
            onClear={() => onChange({ ...everything(filter.source), text: filter.text })}
          />
        </div>
      )}
    </div>
  );
}

type FilterSheetProps = Pick<FilterBarProps, "filter" | "facets" | "onChange"> & { readonly count: number };

function FilterSheet({ count, filter, facets, onChange }: FilterSheetProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button className="gap-1.5 md:hidden" onClick={() => setOpen(true)}>
        <SlidersHorizontal size={14} aria-hidden />
        Filter
        {count > 0 && <span className="num rounded-full bg-accent px-1.5 text-11 text-surface-0">{count}</span>}
      </Button>
      {open && (
        <Modal label="Filter" onClose={() => setOpen(false)}>
          <div className="flex max-h-[70dvh] flex-col gap-3 overflow-y-auto p-3">
            <SourceSwitch source={filter.source} onChange={(source) => onChange({ source })} />
            <DateFilter span={filter} onChange={onChange} />
            <DateSpanFields span={filter} onChange={onChange} />
            <FilterFields filter={filter} facets={facets} onChange={onChange} />
          </div>
          <form method="dialog" className="border-t border-line p-3">
            <Button type="submit" look="primary" className="w-full">
              Show the signals
            </Button>
          </form>
        </Modal>
      )}
    </>
  );
}
