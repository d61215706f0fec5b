"use client";
/** Heading of a group: its name, what it holds, and its sums. Stays under the column headings while its rows pass. */
import { ChevronRight } from "lucide-react";
import { groupTitle } from "@/components/lab/group-title";
import { readableRValue, unknown } from "@/lib/format/number";
import type { LabGroup } from "@/lib/lab/columns";
import type { LabSubtotal } from "@/lib/lab/subtotal";

interface GroupHeadProps {
  readonly group: LabGroup;
  readonly subtotal: LabSubtotal;
  /** Cards have no column headings above. */
  readonly cards: boolean;
  readonly open: boolean;
  readonly onTurn: () => void;
}

export function GroupHead({ group, subtotal, cards, open, onTurn }: GroupHeadProps) {
  const { n, trades } = subtotal;
  return (
    <tbody className={`sticky left-0 z-[1] block ${cards ? "top-0" : "top-7"}`}>
      <tr className="block border-b border-line bg-surface-1">
        <th scope="rowgroup" className="sticky left-0 block w-(--lab-width) font-normal">
          <button
            type="button"
            aria-expanded={open}
            onClick={onTurn}
            className="touch flex h-8 w-full items-center gap-3 px-3 text-left text-12 -outline-offset-2 hover:bg-surface-2"
          >
            <ChevronRight size={13} aria-hidden className={`shrink-0 text-text-2 ${open ? "rotate-90" : ""}`} />
            <span className="font-semibold whitespace-nowrap">{groupTitle(group, subtotal.group)}</span>
            <span className="text-text-2 whitespace-nowrap">
              <span className="num">{n.toLocaleString("en-US")}</span> {n === 1 ? "signal" : "signals"}
              <span className="max-md:hidden">
                {" · "}
                <span className="num">{trades.toLocaleString("en-US")}</span> {trades === 1 ? "trade" : "trades"}
              </span>
            </span>
            <span className="flex-1" />
            <Sums subtotal={subtotal} />
          </button>
        </th>
      </tr>
    </tbody>
  );
}

/** Mean MFE and sums of results; unknown ones say why. */
export function Sums({ subtotal }: { readonly subtotal: LabSubtotal }) {
  const { avgNoBeMfe, totalRNoBe, totalRBe, closed } = subtotal;
  return (
    <span className="num flex gap-4 text-text-2">
      <span
        className="min-w-30 text-right max-md:hidden"
        title={`Mean best excursion of ${closed} closed trades, No-BE leg`}
      >
        <span className="font-sans text-11 text-text-3">avg MFE</span> <R value={avgNoBeMfe} />
      </span>
      <span className="text-right md:min-w-34" title="Sum of results, No-BE leg">
        <span className="font-sans text-11 text-text-3">No-BE</span> <R value={totalRNoBe} coloured />
      </span>
      <span className="text-right md:min-w-28" title="Sum of results, BE leg">
        <span className="font-sans text-11 text-text-3">BE</span> <R value={totalRBe} coloured />
      </span>
    </span>
  );
}

function R({ value, coloured = false }: { readonly value: number | null; readonly coloured?: boolean }) {
  if (value === null) return <span title="No closed trade that counts.">{unknown}</span>;
  const colour = !coloured ? "text-text-1" : value > 0 ? "text-up" : value < 0 ? "text-down" : "text-text-1";
  return <span className={colour}>{readableRValue(value)}</span>;
}
