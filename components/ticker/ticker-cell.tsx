"use client";
/** One contract in the strip. Renders on its own ticks only. */
import Link from "next/link";
import { memo, useMemo } from "react";
import { useTicker } from "@/components/live/hooks";
import { useNow } from "@/components/live/use-now";
import { LivePrice } from "@/components/ticker/live-price";
import { Sparkline } from "@/components/ticker/sparkline";
import { tickerFigures } from "@/components/ticker/ticker-figures";
import { Digits } from "@/components/ui/digits";
import { TickArrow } from "@/components/ui/tick-arrow";
import { unknown } from "@/lib/format/number";
import { age } from "@/lib/format/time";
import { priceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import type { ContractView } from "@/lib/stream/events";

/** A price without a trade for this long says its age even while the feed is fine, ms. */
const quietMax = 30_000;

interface TickerCellProps {
  readonly contract: ContractView;
  readonly current: boolean;
  readonly selected: boolean;
  readonly describedBy: string | undefined;
}

const trendColour = { 1: "text-up", [-1]: "text-down", 0: "text-text-2" } as const;

export const TickerCell = memo(function TickerCell({ contract, current, selected, describedBy }: TickerCellProps) {
  const reading = useTicker(contract.id);
  const scale = useMemo(() => priceScale(contract.tickSize), [contract.tickSize]);
  const figures = useMemo(() => (reading === null ? null : tickerFigures(reading, scale)), [reading, scale]);
  const colour = current && figures !== null ? trendColour[figures.trend] : "text-text-2";
  return (
    <Link
      href={`/?contract=${contract.ticker}`}
      scroll={false}
      aria-describedby={describedBy}
      aria-current={selected ? "true" : undefined}
      className="group flex h-13 min-w-max items-center gap-3 border-b-2 border-transparent px-3 -outline-offset-2 hover:bg-surface-2 aria-[current]:border-accent"
      data-testid={`ticker-${contract.ticker}`}
    >
      <span className="flex flex-col">
        <span className="flex items-baseline gap-2">
          <span className="text-12 font-semibold text-text-1">{contract.ticker}</span>
          {reading?.last != null && figures?.last != null ? (
            <>
              <LivePrice
                ticks={reading.last}
                text={figures.last}
                current={current}
                className={`text-15 font-semibold ${current ? "text-text-1" : "text-text-2"}`}
              />
              <TickArrow direction={reading.arrow} muted={!current} />
              <span className={`num text-12 ${colour}`}>
                {figures.change ?? unknown} {figures.percent === null ? "" : `${figures.percent}%`}
              </span>
            </>
          ) : (
            <span className="num text-15 text-text-3" title="No trade of this contract has been received yet.">
              {unknown}
            </span>
          )}
        </span>
        <span className="flex gap-2 text-11 text-text-3">
          <BookText figures={figures} />
          {figures?.against != null && <span>vs {figures.against === "settlement" ? "settle" : "open"}</span>}
          {reading?.lastAt != null && <Age at={reading.lastAt} always={!current} />}
        </span>
      </span>
      <Sparkline contract={contract} muted={!current} />
    </Link>
  );
});

function BookText({ figures }: { readonly figures: ReturnType<typeof tickerFigures> | null }) {
  if (figures === null || (figures.bid === null && figures.ask === null)) {
    return (
      <span title="No quote received: the plan or the source has none, or the book is empty.">
        b {unknown} a {unknown}
      </span>
    );
  }
  return (
    <span className="num">
      <abbr title="bid" className="no-underline">
        b
      </abbr>{" "}
      {figures.bid === null ? unknown : <Digits text={figures.bid} />}{" "}
      <abbr title="ask" className="no-underline">
        a
      </abbr>{" "}
      {figures.ask === null ? unknown : <Digits text={figures.ask} />}{" "}
      <abbr title="spread" className="no-underline">
        sp
      </abbr>{" "}
      {figures.spread ?? unknown}
    </span>
  );
}

/** Its own component: the second's beat renders these few characters and nothing else. */
function Age({ at, always }: { readonly at: EpochMs; readonly always: boolean }) {
  const now = useNow();
  if (now === null || (!always && now - at < quietMax)) return null;
  return (
    <span className="font-medium text-warn" data-testid="price-age">
      {age(now - at)} old
    </span>
  );
}
