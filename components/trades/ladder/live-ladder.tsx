"use client";
/** A ladder that follows an open trade: React draws it when the trade's record changes, every frame only moves its parts. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSignal } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { useFeedView } from "@/components/live/use-feed-view";
import { type LadderView, ladderOf, ladderSentence, ladderTop } from "@/components/trades/ladder/ladder-scale";
import { paintLadder } from "@/components/trades/ladder/paint-ladder";
import { type LadderSize, RLadder } from "@/components/trades/ladder/r-ladder";
import { paintedInView } from "@/components/trades/painter";
import { useContract } from "@/components/trades/use-contract";
import { formatPrice } from "@/lib/market/price";

/** The sentence for screen readers follows at most this often, ms. */
const sentenceMs = 5000;

/** The newest view of a trade in the store; null when there is no such trade. */
function newestView(id: string): LadderView | null {
  const { signals, mfe } = liveStore().state;
  const record = signals.get(id)?.record;
  return record?.trade == null ? null : ladderOf(record, record.trade, mfe.get(id) ?? null);
}

const topOf = (view: LadderView): number => ladderTop(Math.max(view.noBeMfe, view.now ?? 0), view.risk);

export function LiveLadder({ id, size }: { readonly id: string; readonly size: LadderSize }) {
  const signal = useSignal(id);
  const { current } = useFeedView();
  const contract = useContract(signal?.contractId);
  const element = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState<number | null>(null);
  // A record that changed is drawn with what is newest now, not with its own older prices.
  const view = useMemo(() => (signal === null ? null : newestView(id)), [id, signal]);
  const shownTop = view === null ? 3 : Math.max(top ?? 0, topOf(view));

  useEffect(() => {
    const paint = (): void => {
      const newest = newestView(id);
      if (newest === null || element.current === null) return;
      const needed = topOf(newest);
      if (needed > shownTop) setTop(needed);
      else paintLadder(element.current, newest, shownTop);
    };
    if (element.current === null) return;
    const painter = paintedInView(element.current, paint);
    painter.changed();
    const speak = (): void => {
      const newest = newestView(id);
      if (newest !== null) element.current?.setAttribute("aria-label", ladderSentence(newest));
    };
    const timer = setInterval(speak, sentenceMs);
    const unsubscribe = liveStore().subscribe(`mfe:${id}`, painter.changed);
    return () => {
      clearInterval(timer);
      unsubscribe();
      painter.stop();
    };
  }, [id, shownTop]);

  const trade = signal?.record.trade ?? null;
  const sign = signal?.record.direction === "bearish" ? -1 : 1;
  const priceAt = useCallback(
    (rung: number): string =>
      trade === null || contract === null
        ? ""
        : formatPrice(trade.entryPrice + sign * rung * trade.risk, contract.scale),
    [trade, contract, sign],
  );
  if (view === null) return null;
  return <RLadder ref={element} view={view} size={size} current={current} priceAt={priceAt} top={shownTop} />;
}
