"use client";
/** A figure as a table, the same rows as its export. Rows with trades behind them open those. */
import type { Cell, FigureTable } from "@/lib/analysis/figures";
import type { Mark } from "@/lib/analysis/marks";
import { unknown } from "@/lib/format/number";

/** Rows drawn at most; a figure of more is read in the export. */
const rowsMax = 400;

interface FigureTableViewProps {
  readonly table: FigureTable;
  /** What lies behind row `index`; null when nothing does. */
  readonly markOf: (index: number) => Mark | null;
  readonly onPick: (mark: Mark) => void;
}

function text(cell: Cell): string {
  return cell === null ? unknown : String(cell).replace(/^-(?=\d)/, "−");
}

export function FigureTableView({ table, markOf, onPick }: FigureTableViewProps) {
  const rows = table.rows
    .slice(0, rowsMax)
    .map((cells, index) => ({ cells, key: `${index} ${cells[0] ?? ""}`, index }));
  return (
    <section aria-label={table.title} className="max-h-80 overflow-auto">
      <table className="w-full text-12">
        <thead className="sticky top-0 bg-surface-1">
          <tr className="border-b border-line">
            {table.columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={`px-2 py-1 font-normal whitespace-nowrap text-text-2 ${index === 0 ? "text-left" : "text-right"}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, key, index }) => (
            <Row key={key} cells={cells} mark={markOf(index)} onPick={onPick} />
          ))}
        </tbody>
      </table>
      {table.rows.length > rowsMax && (
        <p className="px-2 py-2 text-12 text-text-2">
          {rowsMax} of {table.rows.length} rows; the export has all of them.
        </p>
      )}
    </section>
  );
}

function Row({
  cells,
  mark,
  onPick,
}: {
  readonly cells: readonly Cell[];
  readonly mark: Mark | null;
  readonly onPick: (mark: Mark) => void;
}) {
  const [first = null, ...rest] = cells;
  // Columns have no key but their place.
  const placed = rest.map((cell, place) => ({ cell, place }));
  return (
    <tr className="border-b border-line/50 hover:bg-surface-2">
      <th scope="row" className="px-2 py-1 text-left font-normal whitespace-nowrap">
        {mark === null ? (
          text(first)
        ) : (
          <button
            type="button"
            className="touch num underline decoration-line underline-offset-2 hover:decoration-current"
            onClick={() => onPick(mark)}
          >
            {text(first)}
          </button>
        )}
      </th>
      {placed.map(({ cell, place }) => (
        <td key={place} className="num px-2 py-1 text-right">
          {text(cell)}
        </td>
      ))}
    </tr>
  );
}
