"use client";
/** The list as a file: exactly what is filtered, in the list's order, all rows and not only the loaded ones. */
import { Download } from "lucide-react";
import type { Ref } from "react";
import { Popover, type PopoverHandle } from "@/components/ui/popover";

interface ExportMenuProps {
  /** Parameters of filter and order, source named. */
  readonly query: string;
  readonly total: number | null;
  readonly handle: Ref<PopoverHandle>;
}

const formats = [
  { format: "csv", label: "CSV", hint: "Opens in a spreadsheet; times in New York" },
  { format: "json", label: "JSON", hint: "For programs; times in epoch ms" },
] as const;

export function ExportMenu({ query, total, handle }: ExportMenuProps) {
  return (
    <Popover
      label="Export"
      handle={handle}
      className="gap-1.5 text-12"
      trigger={
        <>
          <Download size={14} aria-hidden />
          <span className="max-lg:sr-only">Export</span>
        </>
      }
    >
      {(close) => (
        <div className="w-72 p-2">
          <p className="px-2 py-1 text-12 text-text-2">
            {total === null ? "All signals" : `All ${total.toLocaleString("en-US")} signals`} of this filter, every
            column.
          </p>
          <ul>
            {formats.map(({ format, label, hint }) => (
              <li key={format}>
                <a
                  href={`/api/lab/export?${query}&format=${format}`}
                  download
                  onClick={close}
                  className="touch flex flex-col rounded-4 px-2 py-1.5 hover:bg-surface-2"
                >
                  <span className="text-13 text-text-1">{label}</span>
                  <span className="text-12 text-text-2">{hint}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Popover>
  );
}
