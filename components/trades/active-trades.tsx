"use client";
/**
 * The board of active trades, nearest to its next event first. Only rows near the view are drawn and only they listen to
 * ticks, so two hundred trades cost what a dozen cost. Arrow keys (and j, k) move the choice.
 */
import { useEffect, useRef } from "react";
import { CloseTrade } from "@/components/asks/close-trade";
import { boardColumns, TradeRow } from "@/components/trades/trade-row";
import { useBoardKeys } from "@/components/trades/use-board-keys";
import { useBoardOrder } from "@/components/trades/use-board-order";
import { Empty } from "@/components/ui/empty";
import { RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { useMedia, wideQuery } from "@/components/ui/use-media";
import { useWindow } from "@/components/ui/use-window";

/** Heights of a row, px: two lines beside the ladder, or a card. */
const rowHeight = 44;
const cardHeight = 192;

interface ActiveTradesProps {
  /** Null until they are known. */
  readonly ids: readonly string[] | null;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function ActiveTrades({ ids, selected, onSelect }: ActiveTradesProps) {
  return (
    <Panel
      title="Active trades"
      className="flex min-h-0 flex-col"
      aside={
        ids !== null &&
        ids.length > 0 && (
          <span className="flex min-w-0 items-center gap-3 text-12 text-text-2">
            {selected !== null && ids.includes(selected) && <CloseTrade key={selected} id={selected} />}
            <span className={selected === null ? "" : "hidden sm:inline"}>
              <span className="num text-text-1">{ids.length}</span> · nearest to its next event first
            </span>
          </span>
        )
      }
    >
      {ids === null ? (
        <RowsSkeleton rows={4} />
      ) : ids.length === 0 ? (
        <Empty title="No trade is open">
          A confirmed signal becomes a trade with the first tick after its confirmation candle. From then on every tick
          moves its excursion, its stop and its break-even leg here.
        </Empty>
      ) : (
        <Board ids={ids} selected={selected} onSelect={onSelect} />
      )}
    </Panel>
  );
}

function Board({ ids, selected, onSelect }: ActiveTradesProps & { readonly ids: readonly string[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const wide = useMedia(wideQuery);
  const height = wide ? rowHeight : cardHeight;
  const ordered = useBoardOrder(ids, scroller);
  const { from, to } = useWindow(list, height, ordered.length);
  const index = selected === null ? -1 : ordered.indexOf(selected);
  useBoardKeys({ ordered, selected, onSelect, scroller });

  // What is chosen elsewhere (chart, toast, address) comes into view here.
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (selected === shown.current || index < 0) return;
    shown.current = selected;
    scrollToRow(scroller.current, index, height);
  }, [selected, index, height]);

  return (
    <>
      <BoardHead />
      <div ref={scroller} className="min-h-0 lg:overflow-y-auto">
        <ul ref={list} className="relative" style={{ height: ordered.length * height }}>
          {ordered.slice(from, to).map((id, offset) => (
            <li
              key={id}
              className="absolute inset-x-0 [contain:strict]"
              style={{ height, transform: `translateY(${(from + offset) * height}px)` }}
              data-testid={`trade-${id}`}
            >
              <TradeRow
                id={id}
                wide={wide}
                selected={id === selected}
                tabbable={index < 0 ? from + offset === 0 : id === selected}
                onSelect={onSelect}
              />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

/** Brings a row of the board's own scroller into view, without moving more than needed. */
export function scrollToRow(scroller: HTMLElement | null, index: number, height: number): void {
  if (scroller === null) return;
  const top = index * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top + height - scroller.clientHeight;
  }
}

function BoardHead() {
  return (
    <div
      aria-hidden
      className={`hidden h-6 shrink-0 border-b border-l-2 border-b-line border-l-transparent px-3 text-11 text-text-3 ${boardColumns}`}
    >
      <span>trade · time in it</span>
      <span className="text-right">entry / stop</span>
      <span className="text-right">now</span>
      <span className="text-right">MFE / BE leg</span>
      <span className="text-right">MAE / given back</span>
      <span className="text-center">R ladder</span>
      <span>next event · ticks and points away</span>
    </div>
  );
}
