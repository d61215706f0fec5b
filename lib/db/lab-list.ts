/**
 * The list of the Signal Lab: entries of a filter in any order, page by page over a key. Grouped lists are ordered by their
 * group first, so that a group is one run of rows. Subtotals are lib/db/lab-groups.ts.
 */
import { pool } from "@/lib/db/client";
import { afterKey, type KeyValues, keyValuesSql, orderBy, type SortKey } from "@/lib/db/keyset";
import { labCondition, type SqlCondition } from "@/lib/db/lab-filter";
import { columnName, labRowOf, type RawRow, rowColumns, rowJoin } from "@/lib/db/lab-rows";
import { columnOf, type LabColumnKey, type LabGroup, type LabOrder, type LabRow } from "@/lib/lab/columns";
import type { LabFilter } from "@/lib/lab/filter";
import type { LabListParams } from "@/lib/lab/list-params";
import * as words from "@/lib/lab/words";

/** Rows of one page, at most. */
export const LAB_PAGE_ROWS_MAX = 500;

/** A page and the key to go on with; null when it was the last. */
export interface LabPage {
  readonly rows: readonly LabRow[];
  readonly next: KeyValues | null;
}

/** Columns the table has for every row; all others may be null. */
const alwaysKnown: ReadonlySet<LabColumnKey> = new Set([
  ...(["id", "root", "ticker", "source", "profile", "direction", "status", "session", "signalDate"] as const),
  ...(["signalCandleAt", "hour", "weekday", "receivedAt", "pointValue", "reviewStatus", "reviewVersion"] as const),
  ...(["noted", "corrected", "doubt"] as const),
]);

/** Words that have an order of their own: it, not the alphabet, sorts them. */
const wordOrders: Readonly<Partial<Record<LabColumnKey, ReadonlyMap<string | number, string>>>> = {
  direction: words.directionLabels,
  status: words.statusLabels,
  session: words.sessionLabels,
  scenario: words.scenarioLabels,
  beLeg: words.legLabels,
  noBeLeg: words.legLabels,
  exitReason: words.exitLabels,
  reviewStatus: words.reviewLabels,
  telemetrySeverity: words.telemetryLabels,
  weekday: words.weekdayLabels,
};

const sqlTypes = {
  ...{ instant: "timestamptz", date: "date", duration: "bigint", price: "numeric", points: "numeric", r: "numeric" },
  ...{ ticks: "numeric", count: "numeric", choice: "text", text: "text", list: "text", "yes-no": "boolean" },
} as const;

function sortKey(key: LabColumnKey, descending: boolean): SortKey {
  const common = { descending, nullable: !alwaysKnown.has(key) };
  const order = wordOrders[key];
  if (order !== undefined) {
    // Constants of the code: no value of a request is among them.
    const listed = [...order.keys()].map((word) => (typeof word === "number" ? String(word) : `'${word}'`)).join(", ");
    return { ...common, sql: `array_position(ARRAY[${listed}], ${columnName(key)})`, type: "int" };
  }
  return { ...common, sql: columnName(key), type: sqlTypes[columnOf(key)?.kind ?? "text"] };
}

/** Column and direction of a group: days as the list goes, newest first; words in their own order. */
const groupColumns: Readonly<Record<LabGroup, { readonly key: LabColumnKey; readonly descending: boolean }>> = {
  day: { key: "signalDate", descending: true },
  session: { key: "session", descending: false },
  instrument: { key: "root", descending: false },
  contract: { key: "ticker", descending: false },
  direction: { key: "direction", descending: false },
  scenario: { key: "scenario", descending: false },
  status: { key: "status", descending: false },
  review: { key: "reviewStatus", descending: false },
};

/** SQL of the value a group is named by. */
export function groupColumn(group: LabGroup): string {
  return columnName(groupColumns[group].key);
}

/** The key groups are ordered by. */
export function groupKey(group: LabGroup): SortKey {
  const { key, descending } = groupColumns[group];
  return sortKey(key, descending);
}

/** The whole order of a list: group, column, and receipt and id for ties. No two rows share all values. */
export function listKeys({ by, descending }: LabOrder, group: LabGroup | null): SortKey[] {
  const column = by === "receivedAt" || by === "id" ? [] : [sortKey(by, descending)];
  const ties = by === "id" ? (["id"] as const) : (["receivedAt", "id"] as const);
  return [...(group === null ? [] : [groupKey(group)]), ...column, ...ties.map((key) => sortKey(key, descending))];
}

/** A part of a list: one group of it, some of its entries. An absent one takes nothing away. */
export interface LabPart {
  /** The group's value as its subtotal names it; null is the group of entries without a value. */
  readonly only?: { readonly group: LabGroup; readonly value: string | null } | undefined;
  readonly ids?: readonly string[] | undefined;
}

const wholeList: LabPart = {};

/** A list's statement up to its `LIMIT`: rows of the filter after a key, in order. */
export function listCondition(
  filter: LabFilter,
  keys: readonly SortKey[],
  after: KeyValues | null,
  { only, ids }: LabPart = wholeList,
): SqlCondition {
  const { text, values } = labCondition(filter);
  const all = [...values];
  const parameter = (value: unknown): string => `$${all.push(value)}`;
  const parts = [text];
  // Of one day the plain comparison: an index answers it, and no entry is without a date.
  if (only?.group === "day") parts.push(`${groupColumn("day")} = ${parameter(only.value)}::date`);
  else if (only !== undefined) parts.push(`${groupColumn(only.group)} IS NOT DISTINCT FROM ${parameter(only.value)}`);
  if (ids !== undefined) parts.push(`lab_entries.id = ANY (${parameter(ids)}::text[])`);
  if (after !== null) parts.push(afterKey(keys, after, parameter));
  return { text: parts.join(" AND "), values: all };
}

/**
 * The statement of a page; one row more than the page has tells whether there is another. Only numbers are sorted and
 * the rows fetched afterwards: a sort that carries whole rows copies every row of the filter.
 */
export function pageStatement(
  filter: LabFilter,
  { order, group }: Pick<LabListParams, "order" | "group">,
  limit: number,
  after: KeyValues | null,
  part: LabPart = wholeList,
): SqlCondition {
  const keys = listKeys(order, group);
  const { text, values } = listCondition(filter, keys, after, part);
  return {
    text: `SELECT ${rowColumns}, ${keyValuesSql(keys)} AS page_key
      FROM (SELECT lab_entries.no FROM lab_entries WHERE ${text} ORDER BY ${orderBy(keys)} LIMIT $${values.length + 1}) AS page
      JOIN lab_entries ON lab_entries.no = page.no ${rowJoin} ORDER BY ${orderBy(keys)}`,
    values: [...values, limit + 1],
  };
}

/**
 * One page.
 * @param after the `next` of the page before, made with the same order and group; null for the first
 * @param part what of the list is wanted
 */
export async function readLabPage(
  filter: LabFilter,
  order: LabOrder,
  group: LabGroup | null,
  limit: number,
  after: KeyValues | null,
  part: LabPart = wholeList,
): Promise<LabPage> {
  const { text, values } = pageStatement(filter, { order, group }, limit, after, part);
  const { rows } = await pool().query<RawRow & { readonly page_key: (string | null)[] }>(text, [...values]);
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.page_key ?? null) : null;
  return { rows: shown.map(({ page_key, ...raw }) => labRowOf(raw)), next };
}

/** These entries whatever their filter or source, deleted or not; in no order, without those that do not exist. */
export async function readLabRows(ids: readonly string[]): Promise<readonly LabRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool().query<RawRow>(
    `SELECT ${rowColumns} FROM lab_entries ${rowJoin} WHERE lab_entries.id = ANY ($1::text[])`,
    [ids],
  );
  return rows.map(labRowOf);
}

/** One entry, deleted or not; null when there is none of this id. */
export async function readLabRow(id: string): Promise<LabRow | null> {
  return (await readLabRows([id]))[0] ?? null;
}

/** Number of entries of a filter. */
export async function countLabRows(filter: LabFilter): Promise<number> {
  const { text, values } = labCondition(filter);
  const { rows } = await pool().query<{ n: string }>(`SELECT count(*) AS n FROM lab_entries WHERE ${text}`, [
    ...values,
  ]);
  return Number(rows[0]?.n ?? 0);
}
