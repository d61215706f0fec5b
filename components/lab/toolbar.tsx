"use client";
/** Head of the page: its name, how many, which source, and how the list is shown and taken away. */
import { Rows3 } from "lucide-react";
import { type Ref, useImperativeHandle, useRef } from "react";
import { ColumnMenu } from "@/components/lab/column-menu";
import { columnViews } from "@/components/lab/column-views";
import { ExportMenu } from "@/components/lab/export-menu";
import { SourceSwitch } from "@/components/lab/source-line";
import type { LabAddress } from "@/components/lab/use-lab-address";
import { ViewMenu } from "@/components/lab/view-menu";
import { useDefaultView, useViews } from "@/components/lab/views";
import type { PopoverHandle } from "@/components/ui/popover";
import { columnOf, type LabColumnKey, labGroups } from "@/lib/lab/columns";

/** Opens the menus by key. */
export interface ToolbarHandles {
  readonly group: () => void;
  readonly columns: () => void;
  readonly views: () => void;
  readonly exportRows: () => void;
}

interface ToolbarProps {
  readonly address: LabAddress;
  /** Filter and order, source named. */
  readonly query: string;
  readonly total: number | null;
  readonly handles: Ref<ToolbarHandles>;
}

export function Toolbar({ address, query, total, handles }: ToolbarProps) {
  const columns = useRef<PopoverHandle>(null);
  const exporting = useRef<PopoverHandle>(null);
  const viewing = useRef<PopoverHandle>(null);
  const group = useRef<HTMLSelectElement>(null);
  const views = useViews();
  useDefaultView(views, address);
  useImperativeHandle(
    handles,
    () => ({
      group: () => group.current?.focus(),
      columns: () => columns.current?.open(),
      views: () => viewing.current?.open(),
      exportRows: () => exporting.current?.open(),
    }),
    [],
  );
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line ps-3 pe-2 max-md:h-12">
      <h1 className="text-15 font-semibold tracking-tight whitespace-nowrap">Signal Lab</h1>
      <span className="num text-12 text-text-2" aria-live="off">
        {total === null ? "" : total.toLocaleString("en-US")}
      </span>
      <HiddenOrder address={address} />
      <ViewMenu
        current={address.saved}
        canonical={address.canonical}
        viewId={address.viewId}
        onApply={address.apply}
        views={views}
        handle={viewing}
      />
      <span className="flex-1" />
      <div className="max-md:hidden">
        <SourceSwitch source={address.filter.source} onChange={(source) => address.change({ filter: { source } })} />
      </div>
      <GroupSelect address={address} select={group} />
      <div className="contents max-md:hidden">
        <ColumnMenu
          all={columnViews}
          shown={address.columns}
          onChange={(shown) => address.change({ list: { columns: shown === null ? null : keysOf(shown) } }, "replace")}
          handle={columns}
        />
      </div>
      <ExportMenu query={query} total={total} handle={exporting} />
    </div>
  );
}

/** The order of the list where no heading shows it: its column is not among those on screen. */
function HiddenOrder({ address }: { readonly address: LabAddress }) {
  const { by, descending } = address.list.order;
  if (address.columns.includes(by)) return null;
  const title = columnOf(by)?.title.toLowerCase() ?? by;
  return (
    <span className="text-12 whitespace-nowrap text-text-3 max-md:hidden">
      by {title} <span aria-hidden>{descending ? "↓" : "↑"}</span>
      <span className="sr-only">{descending ? "descending" : "ascending"}</span>
    </span>
  );
}

function keysOf(names: readonly string[]): readonly LabColumnKey[] {
  return names.flatMap((name) => columnOf(name)?.key ?? []);
}

function GroupSelect({ address, select }: { readonly address: LabAddress; readonly select: Ref<HTMLSelectElement> }) {
  const { group } = address.list;
  return (
    <label className="touch flex h-8 items-center gap-1.5 rounded-4 px-2 text-12 text-text-2 hover:bg-surface-2 hover:text-text-1">
      <Rows3 size={14} aria-hidden />
      <span className="sr-only">Group by</span>
      <select
        ref={select}
        value={group ?? ""}
        onChange={(event) => {
          const chosen = [...labGroups.keys()].find((name) => name === event.target.value) ?? null;
          address.change({ list: { group: chosen } });
        }}
        className={`h-8 rounded-4 bg-transparent text-12 [&>option]:bg-surface-1 ${group === null ? "" : "font-medium text-text-1"}`}
      >
        <option value="">No groups</option>
        {[...labGroups].map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
