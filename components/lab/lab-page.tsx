"use client";
/** The Signal Lab: list on the left, the chosen entry on the right where there is room. Everything shown stands in the address. */
import { useCallback, useRef } from "react";
import { BulkBar } from "@/components/lab/bulk-bar";
import { UnknownLine } from "@/components/lab/chips";
import { EntryPane } from "@/components/lab/entry-pane";
import { FilterBar } from "@/components/lab/filter-bar";
import { LabList } from "@/components/lab/lab-list";
import { NewBar } from "@/components/lab/new-bar";
import { NoRows } from "@/components/lab/no-rows";
import { SourceLine } from "@/components/lab/source-line";
import { Toolbar, type ToolbarHandles } from "@/components/lab/toolbar";
import { useLab } from "@/components/lab/use-lab";
import { useListKeys } from "@/components/lab/use-list-keys";
import type { PopoverHandle } from "@/components/ui/popover";
import type { TickSource } from "@/lib/market/types";

/** @param deskSource what this desk streams: the source shown when the address names none */
export function LabPage({ deskSource }: { readonly deskSource: TickSource }) {
  const lab = useLab(deskSource);
  const { address, cursor, parts } = lab;
  const search = useRef<HTMLInputElement>(null);
  const filterMenu = useRef<PopoverHandle>(null);
  const menus = useRef<ToolbarHandles>(null);
  const focusList = useCallback(() => search.current?.blur(), []);
  const showNew = useCallback(() => {
    for (const handle of parts.handles()) handle.rows.showWaiting();
    lab.scroller.current?.scrollTo({ top: 0 });
  }, [parts, lab.scroller]);

  useListKeys({
    move: lab.walk,
    extend: lab.extend,
    open: () => cursor.current !== null && lab.open(cursor.current),
    openPage: () => cursor.current !== null && lab.openPage(cursor.current),
    leave: lab.leave,
    mark: () => cursor.current !== null && cursor.mark(cursor.current, false),
    markAll: () => cursor.select({ kind: "filter" }),
    markNone: () => cursor.select({ kind: "rows", ids: new Set() }),
    search: () => search.current?.focus(),
    filter: () => filterMenu.current?.open(),
    group: () => menus.current?.group(),
    columns: () => menus.current?.columns(),
    views: () => menus.current?.views(),
    exportRows: () => menus.current?.exportRows(),
    showNew,
  });

  return (
    <div data-fill="" className="flex min-h-72 flex-1 flex-col overflow-hidden">
      <Toolbar address={address} query={lab.query} total={lab.total} handles={menus} />
      <SourceLine source={address.filter.source} />
      <UnknownLine unknown={address.unknown} onDismiss={() => address.change({}, "replace")} />
      <FilterBar
        filter={address.filter}
        facets={lab.facets}
        fallback={deskSource}
        onChange={lab.narrow}
        search={search}
        menu={filterMenu}
        onLeaveSearch={focusList}
      />
      <div
        className={`flex min-h-0 flex-1 ${lab.beside === null ? "" : "xl:grid xl:grid-cols-[minmax(0,1fr)_minmax(480px,42%)]"}`}
      >
        <LabList
          {...lab.list}
          empty={<NoRows address={address} deskSource={deskSource} />}
          waiting={<NewBar count={parts.waiting} onShow={showNew} />}
        />
        {lab.beside !== null && (
          <EntryPane
            id={lab.beside}
            path={lab.pathOf(lab.beside)}
            onClose={() => address.change({ entry: null }, "replace")}
          />
        )}
      </div>
      <BulkBar {...lab.bulk} />
    </div>
  );
}
