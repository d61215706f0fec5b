"use client";
/**
 * For screen readers, politely: a change of the feed's state soon, the prices now and then, never a tick.
 */
import { useEffect, useState } from "react";
import { liveStore } from "@/components/live/live-store";
import { useFeedView } from "@/components/live/use-feed-view";
import { tickerFigures } from "@/components/ticker/ticker-figures";
import { priceScale } from "@/lib/market/price";

/** Time between two price summaries, ms. */
const summaryMs = 30_000;

function priceSummary(): string {
  const { contracts, tickers } = liveStore().state;
  return contracts
    .flatMap((contract) => {
      const reading = tickers.get(contract.id);
      if (reading === undefined) return [];
      const { last, percent } = tickerFigures(reading, priceScale(contract.tickSize));
      return last === null ? [] : [`${contract.ticker} ${last}${percent === null ? "" : `, ${percent} percent`}`];
    })
    .join("; ");
}

export function LiveSummary() {
  const { word, reason, current } = useFeedView();
  const [summary, setSummary] = useState("");
  useEffect(() => {
    if (!current) return;
    const timer = setInterval(() => setSummary(priceSummary()), summaryMs);
    return () => clearInterval(timer);
  }, [current]);
  return (
    <div aria-live="polite" className="sr-only">
      <p>{`Feed ${word.toLowerCase()}. ${reason}`}</p>
      {current && <p>{summary}</p>}
    </div>
  );
}
