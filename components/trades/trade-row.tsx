"use client";
/** One active trade: what it is, where it stands, the ladder, what comes next. Renders on its own readings only. */
import { memo } from "react";
import { useContracts, useMfe, useSignal } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { DirectionMark } from "@/components/trades/direction";
import { LiveLadder } from "@/components/trades/ladder/live-ladder";
import { type TradeFigures, tradeFigures } from "@/components/trades/trade-figures";
import { Digits } from "@/components/ui/digits";
import type { SignalRecord, TradeRecord } from "@/lib/engine/types";
import { readableR } from "@/lib/format/number";
import { etMinute } from "@/lib/format/time";
import { formatPrice, type PriceScale, priceScale } from "@/lib/market/price";

interface TradeRowProps {
  readonly id: string;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

export const TradeRow = memo(function TradeRow({ id, selected, onSelect }: TradeRowProps) {
  const view = useSignal(id);
  const reading = useMfe(id);
  const { current } = useFeedView();
  const contract = useContracts().find((candidate) => candidate.id === view?.contractId);
  const trade = view?.record.trade ?? null;
  if (view === null || trade === null || contract === undefined) return null;
  const { record } = view;
  const scale = priceScale(contract.tickSize);
  const figures = tradeFigures(record, trade, reading);
  const nowColour = !current || figures.now === 0 ? "text-text-1" : figures.now > 0 ? "text-up" : "text-down";
  return (
    <li
      className={`border-b border-line border-l-2 ${selected ? "border-l-accent bg-surface-1" : "border-l-transparent"}`}
      data-testid={`trade-${id}`}
    >
      <button
        type="button"
        onClick={() => onSelect(id)}
        aria-pressed={selected}
        className="grid w-full grid-cols-1 items-center gap-x-6 gap-y-1 px-3 py-1.5 text-left -outline-offset-2 hover:bg-surface-1 lg:grid-cols-[auto_minmax(0,1fr)_auto]"
      >
        <span className="flex flex-col lg:w-72">
          <Heading record={record} ticker={view.ticker} source={view.source} />
          <Levels record={record} trade={trade} scale={scale} />
        </span>
        <LiveLadder id={id} size="row" />
        <span className="flex flex-col lg:w-80">
          <span className="num flex gap-4 text-12">
            <span className={`font-semibold ${nowColour}`}>now {readableR(figures.now, figures.risk)}</span>
            <span>MFE {readableR(figures.noBeMfe, figures.risk)}</span>
            <span className="text-text-2">MAE {readableR(figures.mae, figures.risk)}</span>
          </span>
          <Next figures={figures} trade={trade} scale={scale} />
        </span>
      </button>
    </li>
  );
});

function Heading({
  record,
  ticker,
  source,
}: {
  readonly record: SignalRecord;
  readonly ticker: string;
  readonly source: string;
}) {
  return (
    <span className="flex items-baseline gap-2 text-13">
      <DirectionMark direction={record.direction} compact />
      <span className="font-semibold">{ticker}</span>
      <span className="num text-12 text-text-2">{etMinute(record.signalCandleAt)} ET</span>
      <span className="text-11 text-text-3">{record.session}</span>
      {source !== "live" && <span className="text-11 text-feed-marked">{source}</span>}
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
    <span className="num text-12 text-text-2">
      entry <Digits text={formatPrice(trade.entryPrice, scale)} />
      {record.stopLoss !== null && (
        <>
          {" "}
          stop <Digits text={formatPrice(record.stopLoss, scale)} />
        </>
      )}
    </span>
  );
}

/** What comes next on either leg, in points. */
function Next({
  figures,
  trade,
  scale,
}: {
  readonly figures: TradeFigures;
  readonly trade: TradeRecord;
  readonly scale: PriceScale;
}) {
  const points = (ticks: number): string => formatPrice(ticks, scale);
  const legs: string[] = [`${points(figures.toStop)} to stop`];
  if (trade.beLeg === "BREAK_EVEN") legs.push(`BE leg out ${readableR(figures.beMfe, figures.risk)}`);
  else if (figures.beArmed && figures.toBreakEven !== null) legs.push(`${points(figures.toBreakEven)} to BE exit`);
  else if (figures.toBreakEven !== null) legs.push(`${points(figures.toBreakEven)} to BE`);
  if (figures.beArmed || !figures.beOpen || figures.nextR > 1)
    legs.push(`${points(figures.toNextR)} to ${figures.nextR}R`);
  return <span className="num text-11 text-text-2">{legs.join(" · ")}</span>;
}
