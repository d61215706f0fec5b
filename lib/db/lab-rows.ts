/**
 * Rows of `lab_entries` as `LabRow`: which columns are read and how they are written. Prices come in the instrument's
 * precision, R with 4 decimals, instants as epoch ms. Used by the list and by exports.
 */
import { epochMs } from "@/lib/db/columns";
import { type LabColumnKey, type LabRow, labColumns } from "@/lib/lab/columns";

/** Column of a key: camel case to snake case. */
export function columnName(key: LabColumnKey): string {
  return `lab_entries.${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

function columnSql({ key, kind }: (typeof labColumns)[number]): string {
  const column = columnName(key);
  if (kind === "instant") return epochMs(column);
  // The column pads to its own decimals; people see the instrument's.
  if (kind === "price" || kind === "points") return `round(${column}, scale(trim_scale(instruments.tick_size)))::text`;
  if (kind === "r") return `${column}::text`;
  return key === "pointValue" ? `trim_scale(${column})::text` : column;
}

/** What is read of a row; from `lab_entries JOIN instruments`. */
export const rowColumns = ['lab_entries.contract_id AS "contractId"']
  .concat(labColumns.map((column) => `${columnSql(column)} AS "${column.key}"`))
  .join(", ");

/** The join `rowColumns` needs. */
export const rowJoin = "JOIN instruments ON instruments.root = lab_entries.root";

/** Columns that the driver gives as text because they may be large; they are not. */
const numberKeys = labColumns.filter(({ kind }) => kind === "instant" || kind === "duration").map(({ key }) => key);

/** A row as read, with `bigint` columns as text. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The row as the routes write it. */
export function labRowOf(raw: RawRow): LabRow {
  const numbers = Object.fromEntries(numberKeys.map((key) => [key, raw[key] === null ? null : Number(raw[key])]));
  // The columns are read under the keys of LabRow in its types; only the numbers above need a hand.
  return { ...raw, ...numbers } as unknown as LabRow;
}
