"use client";
/** The newest finished signals with what became of them, so that a rejection or a stop does not just vanish. */
import Link from "next/link";
import { memo } from "react";
import { useSignal } from "@/components/live/hooks";
import { outcomeText } from "@/components/signals/outcome";
import { DirectionMark } from "@/components/trades/direction";
import { Panel } from "@/components/ui/panel";
import { etMinute } from "@/lib/format/time";

/** Rows shown; the Signal Lab has them all. */
const rowsMax = 8;

interface RecentProps {
  readonly ids: readonly string[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function RecentSignals({ ids, selected, onSelect }: RecentProps) {
  if (ids.length === 0) return null;
  return (
    <Panel
      title="Finished"
      aside={
        <Link
          href="/signal-lab"
          className="touch flex items-center text-12 text-text-2 underline-offset-2 hover:text-text-1 hover:underline"
        >
          all in the Signal Lab
        </Link>
      }
    >
      <ul>
        {ids.slice(0, rowsMax).map((id) => (
          <FinishedRow key={id} id={id} selected={id === selected} onSelect={onSelect} />
        ))}
      </ul>
    </Panel>
  );
}

interface FinishedRowProps {
  readonly id: string;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

const FinishedRow = memo(function FinishedRow({ id, selected, onSelect }: FinishedRowProps) {
  const view = useSignal(id);
  if (view === null) return null;
  const { record } = view;
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={() => onSelect(id)}
        aria-pressed={selected}
        className={`touch flex min-h-(--row) w-full items-center gap-2 border-l-2 px-3 text-left text-12 -outline-offset-2 ${selected ? "border-l-accent bg-surface-2" : "border-l-transparent hover:bg-surface-1"}`}
      >
        <DirectionMark direction={record.direction} compact />
        <span className="num text-text-2">{etMinute(record.signalCandleAt)}</span>
        <span className="text-text-2">{view.ticker}</span>
        <span className="flex-1" />
        <span className="truncate text-text-1" title={outcomeText(record)}>
          {outcomeText(record)}
        </span>
      </button>
    </li>
  );
});
