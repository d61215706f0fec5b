"use client";
/** The trades behind a mark: what they have in common, how many, each a link to its entry, and the same in the Signal Lab. */
import { X } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { amount, count, size } from "@/components/explore/amounts";
import { useTradesBehind } from "@/components/explore/use-explore";
import { Day } from "@/components/signals/day";
import { DirectionMark } from "@/components/trades/direction";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import type { Listed } from "@/lib/analysis/listed";
import { markFilter, markWords } from "@/lib/analysis/mark-words";
import type { Mark } from "@/lib/analysis/marks";
import type { Question } from "@/lib/analysis/results";
import { etMinute } from "@/lib/format/time";
import { type LabFilter, labFilterParams } from "@/lib/lab/filter";
import { sessionLabels } from "@/lib/lab/words";
import type { TickSource } from "@/lib/market/types";

interface BehindProps {
  readonly mark: Mark;
  readonly filter: LabFilter;
  readonly question: Question;
  readonly query: string;
  readonly fallback: TickSource;
  readonly onClose: () => void;
}

export function Behind({ mark, filter, question, query, fallback, onClose }: BehindProps) {
  const trades = useTradesBehind(query, mark);
  const head = useRef<HTMLHeadingElement>(null);
  const words = markWords(mark, question);
  // A new mark is a new list: readers and keys begin at its title.
  useEffect(() => {
    if (words !== "") head.current?.focus({ preventScroll: true });
  }, [words]);
  const same = markFilter(mark, filter, question);
  const { data } = trades;
  return (
    <section
      aria-label="Trades behind the mark"
      data-testid="behind"
      className="flex max-h-[70dvh] min-h-0 flex-col border-line bg-surface-1 max-xl:fixed max-xl:inset-x-0 max-xl:bottom-13 max-xl:z-20 max-xl:border-t md:max-xl:bottom-0 xl:sticky xl:top-24 xl:max-h-[calc(100dvh-8rem)] xl:border-s"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="flex items-start gap-2 border-b border-line px-3 py-2">
        <div className="min-w-0 flex-1">
          <h3 ref={head} tabIndex={-1} className="text-13 font-semibold outline-none">
            {words}
          </h3>
          <p className="text-12 text-text-2">
            <span className="num text-text-1">{data === undefined ? "…" : count(data.total)}</span>{" "}
            {mark.kind === "date" ? "signals" : "trades"}
            {data !== undefined && data.total > data.trades.length && `, the newest ${data.trades.length}`}
            {same !== null && (
              <>
                {" · "}
                <Link
                  href={`/signal-lab?${labFilterParams(same, fallback)}`}
                  className="text-text-1 underline underline-offset-2"
                >
                  Open in the Signal Lab
                </Link>
              </>
            )}
          </p>
        </div>
        <button
          type="button"
          onClick={onClose}
          className="touch flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2"
        >
          <X size={14} aria-hidden />
          <span className="sr-only">Close the list</span>
        </button>
      </div>
      {trades.error !== null && (
        <Failure what="These trades" error={trades.error} onRetry={() => void trades.refetch()} />
      )}
      {trades.isPending && <RowsSkeleton />}
      {data !== undefined && (
        <ul className={`min-h-0 flex-1 overflow-y-auto ${trades.isPlaceholderData ? "opacity-60" : ""}`}>
          {data.trades.map((trade) => (
            <Line key={trade.id} trade={trade} question={question} />
          ))}
        </ul>
      )}
    </section>
  );
}

const outcomeWords = { unresolved: "open", other: "other" } as const;

function Line({ trade, question }: { readonly trade: Listed; readonly question: Question }) {
  const { unit, variant } = question;
  const result = variant === "be" ? trade.be : trade.noBe;
  const mfe = variant === "be" ? trade.beMfe : trade.noBeMfe;
  const tone = typeof result !== "number" || result === 0 ? "text-text-2" : result > 0 ? "text-up" : "text-down";
  return (
    <li className="border-b border-line/60">
      <Link
        href={`/signal-lab/${encodeURIComponent(trade.id)}`}
        className="touch grid min-h-(--row) grid-cols-[16px_minmax(0,1fr)_auto_64px] items-center gap-x-2 px-3 py-0.5 text-12 -outline-offset-2 hover:bg-surface-2"
      >
        <DirectionMark direction={trade.direction} compact />
        <span className="min-w-0 truncate">
          <span className="num text-text-2">
            <Day at={trade.signalAt} /> {etMinute(trade.signalAt)}
          </span>{" "}
          <span className="font-medium">{trade.ticker}</span>{" "}
          <span className="text-11 text-text-3">{sessionLabels.get(trade.session)}</span>
        </span>
        <span className="num text-right text-text-2">
          {mfe === null ? trade.status.toLowerCase() : `MFE ${size(mfe, unit)}`}
        </span>
        <span className={`num text-right ${tone}`}>
          {result === null ? "—" : typeof result === "number" ? amount(result, unit) : outcomeWords[result]}
        </span>
      </Link>
    </li>
  );
}
