"use client";
/** Choosing a pair without fooling oneself: the best of the earlier trades, and what it made of the later ones. */
import { amount, count, rSpan } from "@/components/explore/amounts";
import { Segmented } from "@/components/ui/segmented";
import { cellWords } from "@/lib/analysis/mark-words";
import type { Mark } from "@/lib/analysis/marks";
import { type NoSplit, type Split, sampleMin } from "@/lib/analysis/split";
import type { MeasuredCell } from "@/lib/analysis/surface";

interface OutOfSampleProps {
  readonly split: Split | NoSplit;
  readonly share: number;
  readonly onShare: (share: number) => void;
  readonly onPick: (mark: Mark) => void;
}

const shares = { "50": "50 %", "60": "60 %", "70": "70 %", "80": "80 %" } as const;
type Share = keyof typeof shares;

const reasons: Readonly<Record<NoSplit, string>> = {
  "too-few-dates": "All trades are of one date: there is no later part to look at.",
  "too-few-trades": `No pair has ${sampleMin} resolved trades in the earlier part, so none may be chosen.`,
};

export function OutOfSample({ split, share, onShare, onPick }: OutOfSampleProps) {
  return (
    <section aria-label="Out of sample" className="flex min-w-0 flex-col gap-2 border-b border-line px-3 py-2 text-12">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-13 font-semibold">Out of sample</h3>
        <span className="flex-1" />
        <Segmented<Share | "own">
          quiet
          legend="Share of the trades in the earlier part"
          name="split"
          options={shares as Readonly<Record<Share | "own", string>>}
          value={String(Math.round(share * 100)) in shares ? (String(Math.round(share * 100)) as Share) : "own"}
          onChange={(chosen) => {
            if (chosen !== "own") onShare(Number(chosen) / 100);
          }}
        />
      </div>
      {typeof split === "string" ? (
        <p className="text-text-2">{reasons[split]}</p>
      ) : (
        <Verdict split={split} onPick={onPick} />
      )}
    </section>
  );
}

function Verdict({ split, onPick }: { readonly split: Split; readonly onPick: (mark: Mark) => void }) {
  const { best, outOfSample, from, earlier, later, rank, ranked } = split;
  const lost =
    best.expectancy !== null && outOfSample.expectancy !== null ? best.expectancy - outOfSample.expectancy : null;
  return (
    <>
      <p className="text-text-2">
        Best pair of the trades before {from}:{" "}
        <button
          type="button"
          className="touch font-medium text-text-1 underline decoration-line underline-offset-2 hover:decoration-current"
          onClick={() => onPick({ kind: "cell", trigger: best.trigger, target: best.target, result: "all" })}
        >
          {cellWords(best.trigger, best.target)}
        </button>
      </p>
      <dl className="grid grid-cols-2 gap-px bg-line">
        <Part title={`Chosen on (${count(earlier)} trades)`} cell={best} />
        <Part title={`Then made (${count(later)} trades)`} cell={outOfSample} strong />
      </dl>
      <p className="text-text-2">
        {lost !== null && lost > 0 && (
          <>
            Choosing flattered it by <span className="num text-text-1">{amount(lost, "r").replace("+", "")}</span> per
            trade.{" "}
          </>
        )}
        {rank === null
          ? `Fewer than ${sampleMin} of the later trades resolved under it: no verdict yet.`
          : `On the later trades it ranks ${rank} of ${ranked} pairs.`}{" "}
        Trust the right-hand number, and only once: choosing again after looking uses it up.
      </p>
    </>
  );
}

function Part({
  title,
  cell,
  strong = false,
}: {
  readonly title: string;
  readonly cell: MeasuredCell;
  readonly strong?: boolean;
}) {
  const few = cell.n < sampleMin;
  return (
    <div className="min-w-0 bg-surface-0 py-1.5 pe-3 not-first:ps-3">
      <dt className="text-11 text-text-3">{title}</dt>
      <dd className={few ? "grayscale" : ""}>
        <span
          className={`num block text-18 ${strong ? "font-semibold" : ""} ${(cell.expectancy ?? 0) >= 0 ? "text-up" : "text-down"}`}
        >
          {amount(cell.expectancy, "r")}
        </span>
        <span className="num block text-11 text-text-2">95 % {rSpan(cell.interval)}</span>
        <span className="num block text-11 text-text-2">n {count(cell.n)}</span>
      </dd>
    </div>
  );
}
