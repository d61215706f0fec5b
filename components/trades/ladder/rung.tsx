/** One whole R of a ladder: its tick, its label, and on hover (or while its row has the focus) when it was first touched. */
import type { LadderSize } from "@/components/trades/ladder/r-ladder";
import { etTime } from "@/lib/format/time";
import type { EpochMs } from "@/lib/market/types";

interface RungProps {
  readonly rung: number;
  /** Place on the scale, as CSS length. */
  readonly at: string;
  readonly size: LadderSize;
  readonly touchedAt: EpochMs | null;
  readonly labelled: boolean;
  /** The highest one touched: shown while the row has the focus. */
  readonly newest: boolean;
  readonly price: string | undefined;
}

const tickLooks = { row: "top-2.5 h-2.5", card: "top-3 h-3", page: "top-5 h-5" } as const;

export function Rung({ rung, at, size, touchedAt, labelled, newest, price }: RungProps) {
  const touched = touchedAt !== null;
  const hintShown = newest && touched ? "group-focus-visible/row:block group-has-focus-visible/row:block" : "";
  return (
    <span className="group/rung absolute inset-y-0 w-3.5 -translate-x-1/2 hover:z-10" style={{ left: at }}>
      <span
        className={`absolute left-1/2 w-px -translate-x-1/2 ${tickLooks[size]} ${touched ? "bg-text-1" : "bg-text-3/60"}`}
      />
      {labelled && (
        <span
          className={`absolute left-1/2 -translate-x-1/2 text-11 leading-3 ${size === "page" ? "bottom-4" : "bottom-0"} ${touched ? "text-text-1" : "text-text-3"}`}
        >
          {rung}R
        </span>
      )}
      {size === "page" && touched && (
        <span className="num absolute bottom-0 left-1/2 -translate-x-1/2 text-11 leading-3 text-text-2">
          {etTime(touchedAt).slice(0, 5)}
        </span>
      )}
      <span
        className={`pointer-events-none absolute bottom-[-2px] left-1/2 z-10 hidden -translate-x-1/2 rounded-4 border border-line bg-surface-2 px-1.5 text-11 leading-4 whitespace-nowrap text-text-1 group-hover/rung:block ${hintShown}`}
      >
        {rung}R{price === undefined ? "" : ` ${price}`} ·{" "}
        <span className="num">{touched ? `${etTime(touchedAt)} ET` : "not yet"}</span>
      </span>
    </span>
  );
}
