"use client";
/** Signals that wait: what confirms each one and how far the price is from it, how long it has waited, what would end it. */
import { memo } from "react";
import { useMinutes } from "@/components/desk/use-bars";
import { useSignal, useTicker } from "@/components/live/hooks";
import { useNow } from "@/components/live/use-now";
import { DirectionMark } from "@/components/trades/direction";
import { useContract } from "@/components/trades/use-contract";
import { Digits } from "@/components/ui/digits";
import { Empty } from "@/components/ui/empty";
import { RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { unknown } from "@/lib/format/number";
import { age, etMinute } from "@/lib/format/time";
import { sessionLabels } from "@/lib/lab/words";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { ContractView, SignalView } from "@/lib/stream/events";
import { barsWaited, confirmationNeed } from "@/lib/trade/pending";

interface PendingProps {
  /** Null until they are known. */
  readonly ids: readonly string[] | null;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function PendingSignals({ ids, selected, onSelect }: PendingProps) {
  return (
    <Panel title="Pending signals" aside={<span className="num text-12 text-text-2">{ids?.length ?? unknown}</span>}>
      {ids === null ? (
        <RowsSkeleton rows={2} />
      ) : ids.length === 0 ? (
        <Empty title="No signal is waiting">
          A TradingView alert appears here the moment its webhook arrives, and stays until a candle closes beyond its
          signal candle or an opposing signal cancels it.
        </Empty>
      ) : (
        <ul>
          {ids.map((id) => (
            <PendingRow key={id} id={id} selected={id === selected} onSelect={onSelect} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface PendingRowProps {
  readonly id: string;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

const PendingRow = memo(function PendingRow({ id, selected, onSelect }: PendingRowProps) {
  const view = useSignal(id);
  const contract = useContract(view?.contractId);
  if (view === null || contract === null) return null;
  const { record } = view;
  const opposing = record.direction === "bullish" ? "bearish" : "bullish";
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={() => onSelect(id)}
        aria-pressed={selected}
        data-testid={`pending-${id}`}
        className={`flex w-full flex-col border-l-2 px-3 py-2 text-left -outline-offset-2 ${selected ? "border-l-accent bg-surface-2" : "border-l-transparent hover:bg-surface-1"}`}
      >
        <span className="flex items-baseline gap-2">
          <DirectionMark direction={record.direction} />
          <span className="text-12 text-text-2">
            {view.ticker} · <span className="num">{etMinute(record.signalCandleAt)}</span> ET ·{" "}
            {sessionLabels.get(record.session)}
          </span>
          {view.source !== "live" && <span className="text-11 text-feed-marked">{view.source}</span>}
        </span>
        {record.status === "CONFIRMED" ? (
          <span className="text-12 text-text-1">
            Confirmed; the next trade is the entry{record.stopLoss !== null && ", stop "}
            {record.stopLoss !== null && <Price ticks={record.stopLoss} scale={contract.scale} />}
          </span>
        ) : (
          <Needs view={view} scale={contract.scale} />
        )}
        <span className="text-11 text-text-2">
          <Waiting view={view} contract={contract.contract} />
          {record.status === "PENDING" && (
            <span title={`A ${opposing} signal of ${view.root} takes its place; it has no time limit.`}>
              {" "}
              · a {opposing} signal cancels it
            </span>
          )}
        </span>
      </button>
    </li>
  );
});

function Price({ ticks, scale }: { readonly ticks: number; readonly scale: PriceScale }) {
  return (
    <span className="num text-text-1">
      <Digits text={formatPrice(ticks, scale)} />
    </span>
  );
}

/** Candles closed since, and the age of the signal; the candles are unknown until the history has come. */
function Waiting({ view, contract }: { readonly view: SignalView; readonly contract: ContractView }) {
  const now = useNow();
  const minutes = useMinutes(contract);
  const { signalCandleAt, receivedAt } = view.record;
  const bars = minutes === undefined ? null : barsWaited(minutes, signalCandleAt);
  return (
    <>
      <span title={bars === null ? "The candles have not been read yet." : undefined}>
        {bars === null ? unknown : bars} {bars === 1 ? "candle" : "candles"}
      </span>
      {now !== null && <span className="num"> · {age(now - receivedAt)} old</span>}
    </>
  );
}

/** The level a candle must close beyond, and the distance of the last price to a close that confirms. */
function Needs({ view, scale }: { readonly view: SignalView; readonly scale: PriceScale }) {
  const last = useTicker(view.contractId)?.last ?? null;
  const { direction, signalCandle } = view.record;
  if (signalCandle === null) {
    return <span className="text-12 text-text-2">The signal candle has not closed yet; its range is not known.</span>;
  }
  const need = last === null ? null : confirmationNeed(signalCandle, direction, last);
  const level = direction === "bullish" ? signalCandle.high : signalCandle.low;
  return (
    <span className="text-12 text-text-2">
      needs a close {direction === "bullish" ? "above" : "below"} <Price ticks={level} scale={scale} />{" "}
      {need === null ? (
        <span title="No price of this contract has been received yet.">({unknown})</span>
      ) : need.beyond > 0 ? (
        <span className={direction === "bullish" ? "text-up" : "text-down"}>
          · beyond by <span className="num">{formatPrice(need.beyond, scale)}</span>
        </span>
      ) : (
        <span title="From the last price to the nearest close that confirms">
          · <span className="num text-text-1">{formatPrice(need.missing, scale)}</span> away (
          <span className="num">{need.missing}</span> {need.missing === 1 ? "tick" : "ticks"})
        </span>
      )}
    </span>
  );
}
