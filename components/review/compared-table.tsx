/** Two versions of one trade side by side; rows that differ stand out by weight and a sign, not by colour alone. */
import { comparedText } from "@/components/review/words";
import { unknown } from "@/lib/format/number";
import { etStamp } from "@/lib/format/time";
import type { ComparedRow } from "@/lib/lab/comparison";
import type { TickGap } from "@/lib/lab/corrected";

interface ComparedTableProps {
  readonly caption: string;
  readonly heads: readonly [string, string];
  readonly rows: readonly ComparedRow[];
  readonly gaps: readonly TickGap[];
}

export function ComparedTable({ caption, heads, rows, gaps }: ComparedTableProps) {
  const shown = rows.filter(({ before, after }) => before !== null || after !== null);
  return (
    <>
      <table className="w-full text-12">
        <caption className="pb-1 text-start text-text-2">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-text-2">
            <th scope="col" className="py-1 text-start font-normal">
              <span className="sr-only">Value</span>
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className="py-1 text-end font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, label, kind, before, after }) => {
            const differs = before !== after;
            return (
              <tr
                key={key}
                data-row={key}
                className={`h-6 border-b border-line ${differs ? "text-text-1" : "text-text-3"}`}
              >
                <th scope="row" className="text-start font-normal">
                  {label}
                </th>
                <td className="num text-end">{comparedText(kind, before) ?? unknown}</td>
                <td className={`num ps-3 text-end ${differs ? "font-semibold" : ""}`}>
                  {differs && (
                    <>
                      <span aria-hidden className="text-accent">
                        ≠{" "}
                      </span>
                      <span className="sr-only">differs: </span>
                    </>
                  )}
                  {comparedText(kind, after) ?? unknown}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {gaps.length > 0 && (
        <p className="text-12 text-warn">
          Ticks are missing, so what happened then is not known:{" "}
          {gaps.map(({ from, to }) => `${etStamp(from)} to ${to === null ? "now" : etStamp(to)}`).join("; ")}.
        </p>
      )}
    </>
  );
}
