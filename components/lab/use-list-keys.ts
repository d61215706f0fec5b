"use client";
/** Keys of the list, lent to the frame: palette and help list them, and they work wherever the focus is on the page. */
import { useMemo, useRef } from "react";
import type { Command } from "@/components/frame/commands";
import { usePageCommands } from "@/components/frame/page-commands";

export interface ListKeys {
  readonly move: (step: number | "first" | "last") => void;
  readonly extend: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly openPage: () => void;
  readonly leave: () => void;
  readonly mark: () => void;
  readonly markAll: () => void;
  readonly markNone: () => void;
  readonly search: () => void;
  readonly filter: () => void;
  readonly group: () => void;
  readonly columns: () => void;
  readonly views: () => void;
  readonly exportRows: () => void;
  readonly showNew: () => void;
}

/** Rows of a page of the keyboard. */
const pageStep = 20;

const section = "Signal Lab";

function commandsOf(keys: { readonly current: ListKeys }): readonly Command[] {
  const command = (id: string, label: string, key: string, run: () => void, also?: readonly string[]): Command => ({
    id: `lab-${id}`,
    label,
    keys: key,
    section,
    run,
    ...(also === undefined ? {} : { also }),
  });
  return [
    command("next", "Next signal", "j", () => keys.current.move(1), ["ArrowDown"]),
    command("previous", "Previous signal", "k", () => keys.current.move(-1), ["ArrowUp"]),
    command("page-down", "Twenty on", "PageDown", () => keys.current.move(pageStep)),
    command("page-up", "Twenty back", "PageUp", () => keys.current.move(-pageStep)),
    command("first", "First signal", "Home", () => keys.current.move("first")),
    command("last", "Last loaded signal", "End", () => keys.current.move("last")),
    command("open", "Open the entry", "Enter", () => keys.current.open(), ["o"]),
    command("open-page", "Open the entry as a page", "O", () => keys.current.openPage(), ["Shift+Enter"]),
    command("leave", "Close the entry, unmark all", "Escape", () => keys.current.leave()),
    command("mark", "Mark the signal", "x", () => keys.current.mark()),
    command("extend-down", "Mark on downwards", "J", () => keys.current.extend(1), ["Shift+ArrowDown"]),
    command("extend-up", "Mark on upwards", "K", () => keys.current.extend(-1), ["Shift+ArrowUp"]),
    command("mark-all", "Mark all the filter finds", "A", () => keys.current.markAll()),
    command("mark-none", "Unmark all", "N", () => keys.current.markNone()),
    command("search", "Search", "/", () => keys.current.search()),
    command("filter", "Filter", "f", () => keys.current.filter()),
    command("group", "Group", "G", () => keys.current.group()),
    command("columns", "Columns", "c", () => keys.current.columns()),
    command("views", "Saved views", "v", () => keys.current.views()),
    command("export", "Export", "X", () => keys.current.exportRows()),
    command("new", "Show the new signals", ".", () => keys.current.showNew()),
  ];
}

/** `keys` may change with every render; the commands stay the same. */
export function useListKeys(keys: ListKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  usePageCommands(useMemo(() => commandsOf(latest), []));
}
