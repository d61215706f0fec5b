/**
 * A table that becomes stacked rows on a phone: every value then stands beside the name of its column, and nothing scrolls
 * sideways. Use `StackedRow` and `StackedCell` inside.
 */
import type { ReactNode } from "react";

interface StackedTableProps {
  /** Column headings; `right` for numbers. */
  readonly columns: readonly (string | { readonly right: string })[];
  readonly children: ReactNode;
}

export function StackedTable({ columns, children }: StackedTableProps) {
  return (
    <table className="w-full text-13 max-md:block">
      <thead className="max-md:sr-only">
        <tr className="text-left text-12 text-text-2">
          {columns.map((column) => {
            const [name, align] = typeof column === "string" ? [column, ""] : [column.right, "text-right"];
            return (
              <th key={name} scope="col" className={`px-3 py-1 font-normal ${align}`}>
                {name}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody className="max-md:block">{children}</tbody>
    </table>
  );
}

interface StackedRowProps {
  readonly children: ReactNode;
  /** For tests and links that look for a row. */
  readonly name?: string;
}

export function StackedRow({ children, name }: StackedRowProps) {
  return (
    <tr data-root={name} className="h-(--row) border-t border-line align-top max-md:block max-md:h-auto max-md:py-2">
      {children}
    </tr>
  );
}

interface StackedCellProps {
  /** Name of the column, shown beside the value on a phone; without one the value stands alone. */
  readonly label?: string;
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

export function StackedCell({ label, className = "", title, children }: StackedCellProps) {
  const shape =
    label === undefined ? "max-md:block" : "max-md:grid max-md:grid-cols-[8rem_minmax(0,1fr)] max-md:gap-x-2";
  return (
    <td title={title} className={`px-3 py-1 max-md:py-0.5 max-md:text-left ${shape} ${className}`}>
      {label !== undefined && <span className="font-sans text-12 text-text-2 md:hidden">{label}</span>}
      <span className="min-w-0 break-words">{children}</span>
    </td>
  );
}
