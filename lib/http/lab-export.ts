/**
 * The Signal Lab as a file (docs/signal-lab.md): CSV for spreadsheets, JSON for programs. Both say which entries, which zone
 * and which units. Pure text out of rows; what is read and how is lib/db/lab-export.ts.
 */
import { type CsvCell, csvLine } from "@/lib/http/csv";
import { type LabColumn, type LabColumnKey, type LabRow, labColumns } from "@/lib/lab/columns";
import type { FilterChip } from "@/lib/lab/filter-chips";
import type { EpochMs } from "@/lib/market/types";
import { clockDigits, NEW_YORK, offsetAt, pad2, wallTime } from "@/lib/market/zone";

/** What a file says of itself. */
export interface ExportHead {
  readonly at: EpochMs;
  /** The filter as an address names it, and in words. */
  readonly query: string;
  readonly chips: readonly FilterChip[];
  readonly columns: readonly LabColumn[];
}

/** Portions of rows become portions of text. */
export type RowPortions = AsyncIterable<readonly LabRow[]>;

/** `2025-11-23T10:12:00.000-05:00`: an instant in New York, exact and readable by every program. */
export function newYorkIso(at: EpochMs): string {
  const { year, month, day, msOfDay } = wallTime(NEW_YORK, at);
  const offset = offsetAt(NEW_YORK, at);
  const minutes = Math.abs(offset) / 60_000;
  const zone = `${offset < 0 ? "-" : "+"}${pad2(Math.floor(minutes / 60))}:${pad2(minutes % 60)}`;
  const millis = String(msOfDay % 1000).padStart(3, "0");
  return `${year}-${pad2(month)}-${pad2(day)}T${clock(msOfDay)}.${millis}${zone}`;
}

function clock(msOfDay: number): string {
  const digits = clockDigits(msOfDay);
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
}

const numberKinds: ReadonlySet<string> = new Set(["price", "points", "r", "ticks", "count", "duration"]);

function cellOf({ key, kind }: LabColumn, row: LabRow): CsvCell {
  const value = row[key];
  if (value === null) return null;
  if (kind === "instant") return newYorkIso(Number(value));
  if (numberKinds.has(kind)) return Number(value);
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "boolean" ? value : String(value);
}

/** `Entry (points)`; instants name the zone. */
function titleOf({ title, unit, kind }: LabColumn): string {
  if (kind === "instant") return `${title} (America/New_York)`;
  return unit === null ? title : `${title} (${unit})`;
}

/** The file as CSV: lines about it that begin with `#`, the header, one line per entry. */
export async function* csvExport(head: ExportHead, portions: RowPortions): AsyncGenerator<string, void, undefined> {
  const about = [
    "# Excursion, Signal Lab",
    `# Exported ${newYorkIso(head.at)}`,
    "# Times and dates are America/New_York; prices and risk are points; MFE, MAE and results are R",
    `# Filter: ${head.chips.map(({ label, text }) => `${label}: ${text}`).join("; ")}`,
    `# Address: ${head.query === "" ? "no parameters" : head.query}`,
  ];
  yield about.map((line) => csvLine([line])).join("") + csvLine(head.columns.map(titleOf));
  for await (const rows of portions) {
    yield rows.map((row) => csvLine(head.columns.map((column) => cellOf(column, row)))).join("");
  }
}

/** The file as one JSON object: about it, the columns, then the entries with the columns' keys, instants as epoch ms UTC. */
export async function* jsonExport(head: ExportHead, portions: RowPortions): AsyncGenerator<string, void, undefined> {
  const { at, query, chips, columns } = head;
  const about = {
    product: "Excursion, Signal Lab",
    exportedAt: at,
    zone: { instants: "epoch ms, UTC", dates: "America/New_York" },
    filter: { query, words: chips.map(({ label, text }) => ({ label, text })) },
    columns: columns.map(({ key, title, kind, unit }) => ({
      key,
      title,
      unit: kind === "instant" ? "epoch ms UTC" : unit,
    })),
  };
  yield `${JSON.stringify(about).slice(0, -1)},"rows":[`;
  let separator = "\n";
  for await (const rows of portions) {
    const lines = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map(({ key }) => [key, row[key]]))));
    yield separator + lines.join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** The columns of a file: the chosen ones, else all. The id is always among them, so that a line can be found again. */
export function exportColumns(chosen: readonly LabColumnKey[] | null): readonly LabColumn[] {
  if (chosen === null) return labColumns;
  const keys: readonly LabColumnKey[] = chosen.includes("id") ? chosen : [...chosen, "id"];
  return keys.flatMap((key) => labColumns.filter((column) => column.key === key));
}
