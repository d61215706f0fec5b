"use client";
/**
 * One active trade on the board. React draws it when its record changes; every frame only texts and the ladder's parts are
 * written, and only for rows in view. A table row on wide screens, a card on a phone.
 */
import { memo, type ReactNode, useEffect, useRef } from "react";
import { useSignal } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { useFeedView } from "@/components/live/use-feed-view";
import { useNow } from "@/components/live/use-now";
import { DirectionMark } from "@/components/trades/direction";
import { LiveLadder } from "@/components/trades/ladder/live-ladder";
import { paintedInView } from "@/components/trades/painter";
import { type RowTexts, rowTexts } from "@/components/trades/row-texts";
import { useContract } from "@/components/trades/use-contract";
import { Digits } from "@/components/ui/digits";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { countdown, etMinute, etTime } from "@/lib/format/time";
import { sessionLabels } from "@/lib/lab/words";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import type { SignalView } from "@/lib/stream/events";

interface TradeRowProps {
  readonly id: string;
  readonly wide: boolean;
  readonly selected: boolean;
  /** Reached by Tab: one row of the board is. */
  readonly tabbable: boolean;
  readonly onSelect: (id: string) => void;
}

/** Columns of the board on wide screens; the head has the same. */
export const boardColumns =
  "lg:grid lg:grid-cols-[160px_76px_64px_84px_100px_minmax(160px,1fr)_232px] lg:items-center lg:gap-x-3 xl:grid-cols-[168px_84px_72px_100px_100px_minmax(200px,1fr)_248px] xl:gap-x-5";

export const TradeRow = memo(function TradeRow({ id, wide, selected, tabbable, onSelect }: TradeRowProps) {
  const view = useSignal(id);
  const contract = useContract(view?.contractId);
  const { current } = useFeedView();
  const trade = view?.record.trade ?? null;
  if (view === null || trade === null || contract === null) return null;
  return (
    <button
      type="button"
      data-trade={id}
      data-current={current}
      onClick={() => onSelect(id)}
      aria-pressed={selected}
      tabIndex={tabbable ? 0 : -1}
      className={`group/row grid h-full w-full grid-cols-3 content-center gap-x-3 gap-y-1.5 border-b border-l-2 border-b-line px-3 text-left -outline-offset-2 lg:py-0 ${boardColumns} ${selected ? "border-l-accent bg-surface-2" : "border-l-transparent hover:bg-surface-1"}`}
    >
      <Live view={view} trade={trade} scale={contract.scale}>
        <Name view={view} entryAt={trade.entryAt} />
        <Levels record={view.record} trade={trade} scale={contract.scale} />
        <Cell
          top="now"
          bottom="nowPoints"
          topLook="font-semibold group-data-[current=true]/row:data-[trend=up]:text-up group-data-[current=true]/row:data-[trend=down]:text-down"
        />
        <Cell top="mfe" bottom="be" topLook="" />
        <Cell top="mae" bottom="back" topLook="text-text-2" />
        <span className="col-span-3 lg:col-span-1">
          <LiveLadder id={id} size={wide ? "row" : "card"} />
        </span>
        <Next />
      </Live>
    </button>
  );
});

/** Writes the texts of its cells (`data-cell`) in every frame with a new reading. */
function Live({
  view,
  trade,
  scale,
  children,
}: {
  readonly view: SignalView;
  readonly trade: TradeRecord;
  readonly scale: PriceScale;
  readonly children: ReactNode;
}) {
  const row = useRef<HTMLSpanElement>(null);
  const { id, record } = view;
  useEffect(() => {
    const cells = new Map<keyof RowTexts, HTMLElement>();
    const written = new Map<keyof RowTexts, Text>();
    for (const cell of row.current?.querySelectorAll<HTMLElement>("[data-cell]") ?? []) {
      const name = cell.dataset["cell"] as keyof RowTexts;
      cells.set(name, cell);
      written.set(name, textIn(cell));
    }
    const paint = (): void => {
      const texts = rowTexts(record, trade, liveStore().state.mfe.get(id) ?? null, scale);
      for (const [name, text] of written) if (text.data !== texts[name]) text.data = texts[name];
      setMark(cells.get("now"), "trend", texts.trend);
      setMark(cells.get("next"), "tone", texts.nextTone);
    };
    const box = row.current?.parentElement ?? null;
    if (box === null) return;
    const painter = paintedInView(box, paint);
    painter.changed();
    const unsubscribe = liveStore().subscribe(`mfe:${id}`, painter.changed);
    return () => {
      unsubscribe();
      painter.stop();
    };
  }, [id, record, trade, scale]);
  return (
    <span ref={row} className="contents">
      {children}
    </span>
  );
}

/** The one text of a cell, kept and changed: replacing it would make the browser style and lay out a new node each time. */
function textIn(cell: HTMLElement): Text {
  const { firstChild } = cell;
  return firstChild instanceof Text ? firstChild : cell.appendChild(document.createTextNode(""));
}

function setMark(cell: HTMLElement | undefined, name: string, value: string): void {
  if (cell !== undefined && cell.dataset[name] !== value) cell.dataset[name] = value;
}

function Name({ view, entryAt }: { readonly view: SignalView; readonly entryAt: EpochMs }) {
  const { record, source } = view;
  return (
    <span className="col-span-2 flex min-w-0 flex-col lg:col-span-1">
      <span className="flex items-baseline gap-2">
        <DirectionMark direction={record.direction} compact />
        <span className="text-13 font-semibold">{view.ticker}</span>
        <span className="num text-12 text-text-2" title={`Signal candle ${etTime(record.signalCandleAt)} ET`}>
          {etMinute(record.signalCandleAt)}
        </span>
        {source !== "live" && <span className="text-11 text-feed-marked">{source}</span>}
      </span>
      <span className="block text-11 text-text-2">
        {sessionLabels.get(record.session)} <TimeIn since={entryAt} />
      </span>
    </span>
  );
}

/** Its own component: the second's beat renders these few characters and nothing else. */
function TimeIn({ since }: { readonly since: EpochMs }) {
  const now = useNow();
  if (now === null) return null;
  return (
    <span className="num ms-1" title={`In the trade since ${etTime(since)} ET`}>
      {countdown(now - since)}
    </span>
  );
}

function Levels({
  record,
  trade,
  scale,
}: {
  readonly record: SignalRecord;
  readonly trade: TradeRecord;
  readonly scale: PriceScale;
}) {
  return (
    <span className="num flex flex-col items-end text-12">
      <span title="Entry">
        <span className="font-sans text-11 text-text-3 lg:sr-only">entry </span>
        <Digits text={formatPrice(trade.entryPrice, scale)} />
      </span>
      {record.stopLoss !== null && (
        <span className="text-text-2" title="Stop">
          <span className="font-sans text-11 text-text-3 lg:sr-only">stop </span>
          <Digits text={formatPrice(record.stopLoss, scale)} />
        </span>
      )}
    </span>
  );
}

interface CellProps {
  readonly top: keyof RowTexts;
  readonly bottom: keyof RowTexts;
  readonly topLook: string;
}

const cellLabels: Readonly<Partial<Record<keyof RowTexts, string>>> = { now: "now", mfe: "MFE", mae: "MAE" };

function Cell({ top, bottom, topLook }: CellProps) {
  return (
    <span className="num block lg:text-right">
      <span className="block text-13">
        <span className="font-sans text-11 text-text-3 lg:sr-only">{cellLabels[top]} </span>
        <span data-cell={top} className={`group-data-[current=false]/row:text-text-2 ${topLook}`} />
      </span>
      <span data-cell={bottom} className="block text-11 text-text-2" />
    </span>
  );
}

function Next() {
  return (
    <span className="num col-span-3 block min-w-0 lg:col-span-1">
      <span className="block text-12">
        <span
          data-cell="next"
          className="inline-block min-w-18 font-sans font-medium data-[tone=against]:text-danger data-[tone=for]:text-text-1"
        />
        <span data-cell="nextTicks" className="inline-block min-w-[11ch] text-right" />
        <span
          data-cell="nextPoints"
          className="inline-block min-w-[9ch] text-right text-text-2 max-lg:after:content-['_pt']"
          title="Points"
        />
      </span>
      <span
        data-cell="others"
        className="block truncate text-11 text-text-2 max-lg:not-empty:after:content-['_pt_away']"
        title="What else can happen, in points"
      />
    </span>
  );
}
