/**
 * What a list is besides its filter: order, grouping and columns, as URL parameters. Pure; read and written like the filter
 * (lib/lab/filter.ts): what it does not know is reported and ignored.
 */
import {
  columnOf,
  defaultOrder,
  type LabColumnKey,
  type LabGroup,
  type LabOrder,
  labColumns,
  labGroups,
} from "@/lib/lab/columns";
import type { UnknownParameter } from "@/lib/lab/filter";

export interface LabListParams {
  readonly order: LabOrder;
  /** Leading order of the list and its subtotals; null without. */
  readonly group: LabGroup | null;
  /** Chosen columns in their order; null is the default selection. */
  readonly columns: readonly LabColumnKey[] | null;
}

/** The list nobody has changed. */
export const defaultList: LabListParams = { order: defaultOrder, group: null, columns: null };

/** Parameters of the list itself. `limit` and `cursor` belong to the route, `view` names a saved view. */
export const listParameterNames: ReadonlySet<string> = new Set([
  "sort",
  "dir",
  "group",
  "columns",
  "limit",
  "cursor",
  "view",
]);

function oneOf(values: Iterable<string>): string {
  return `one of ${[...values].join(", ")}`;
}

/** Reads order, grouping and columns. */
export function parseListParams(params: URLSearchParams): {
  readonly list: LabListParams;
  readonly unknown: readonly UnknownParameter[];
} {
  const unknown: UnknownParameter[] = [];
  const report = (name: string, value: string, expected: string) => unknown.push({ name, value, expected });
  const [sort, dir, group] = ["sort", "dir", "group"].map((name) => params.get(name) || null);
  const sorted = sort == null ? undefined : columnOf(sort);
  if (sort != null && sorted?.sortable !== true) {
    const sortable = labColumns.filter((column) => column.sortable).map(({ key }) => key);
    report("sort", sort, oneOf(sortable));
  }
  if (dir != null && dir !== "asc" && dir !== "desc") report("dir", dir, "asc or desc");
  const grouped = [...labGroups.keys()].find((name) => name === group) ?? null;
  if (group != null && grouped === null) report("group", group, oneOf(labGroups.keys()));
  const by = sorted?.sortable === true ? sorted.key : defaultOrder.by;
  const order = { by, descending: dir !== "asc" };
  const columns: LabColumnKey[] = [];
  for (const name of (params.get("columns") ?? "").split(",").filter((text) => text !== "")) {
    const column = columnOf(name);
    if (column === undefined) report("columns", name, oneOf(labColumns.map(({ key }) => key)));
    else if (!columns.includes(column.key)) columns.push(column.key);
  }
  return { list: { order, group: grouped, columns: columns.length === 0 ? null : columns }, unknown };
}

/** Writes order, grouping and columns into parameters; the defaults are left out. */
export function setListParams(params: URLSearchParams, { order, group, columns }: LabListParams): void {
  if (order.by !== defaultOrder.by) params.set("sort", order.by);
  if (!order.descending) params.set("dir", "asc");
  if (group !== null) params.set("group", group);
  if (columns !== null && columns.length > 0) params.set("columns", columns.join(","));
}
