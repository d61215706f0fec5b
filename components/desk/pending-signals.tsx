"use client";
/** Signals that wait: what confirms each one, how far the price is from it, how long it has waited. */
import { memo } from "react";
import { useContracts, useSignal, useTicker } from "@/components/live/hooks";
import { useNow } from "@/components/live/use-now";
import { DirectionMark } from "@/components/trades/direction";
import { Digits } from "@/components/ui/digits";
import { Empty } from "@/components/ui/empty";
import { Panel } from "@/components/ui/panel";
import { unknown } from "@/lib/format/number";
import { age, etMinute } from "@/lib/format/time";
import { formatPrice, priceScale } from "@/lib/market/price";
import type { ContractView, SignalView } from "@/lib/stream/events";

export function PendingSignals({ ids }: { readonly ids: readonly string[] }) {
  return (
    <Panel title="Pending signals" aside={<span className="num text-12 text-text-2">{ids.length}</span>}>
      {ids.length === 0 ? (
        <Empty title="No signal is waiting">
          A TradingView alert appears here the moment its webhook arrives, and stays until a candle closes beyond its
          signal candle or an opposing signal cancels it.
        </Empty>
      ) : (
        <ul>
          {ids.map((id) => (
            <PendingRow key={id} id={id} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const PendingRow = memo(function PendingRow({ id }: { readonly id: string }) {
  const view = useSignal(id);
  const contract = useContracts().find((candidate) => candidate.id === view?.contractId);
  if (view === null || contract === undefined) return null;
  const { record } = view;
  return (
    <li className="border-b border-line px-3 py-2">
      <p className="flex items-baseline gap-2">
        <DirectionMark direction={record.direction} />
        <span className="text-12 text-text-2">
          {view.ticker} · <span className="num">{etMinute(record.signalCandleAt)}</span> ET · {record.session}
        </span>
        <span className="flex-1" />
        <Waiting since={record.signalCandleAt} />
      </p>
      {record.status === "CONFIRMED" ? (
        <p className="text-12 text-text-1">Confirmed; the next trade is the entry.</p>
      ) : (
        <Needs view={view} contract={contract} />
      )}
    </li>
  );
});

function Waiting({ since }: { readonly since: number }) {
  const now = useNow();
  return <span className="text-12 text-text-2">{now === null ? "" : `waiting ${age(now - since)}`}</span>;
}

/** The level a candle must close beyond, and the distance of the last price to it. */
function Needs({ view, contract }: { readonly view: SignalView; readonly contract: ContractView }) {
  const last = useTicker(contract.id)?.last ?? null;
  const { direction, signalCandle } = view.record;
  const scale = priceScale(contract.tickSize);
  if (signalCandle === null) {
    return <p className="text-12 text-text-2">The signal candle has not closed yet; its range is not known.</p>;
  }
  const bullish = direction === "bullish";
  const level = bullish ? signalCandle.high : signalCandle.low;
  const distance = last === null ? null : bullish ? level - last : last - level;
  const beyond = distance !== null && distance < 0;
  return (
    <p className="text-12 text-text-2">
      needs a close {bullish ? "above" : "below"}{" "}
      <span className="num text-text-1">
        <Digits text={formatPrice(level, scale)} />
      </span>{" "}
      {distance === null ? (
        <span title="No price of this contract has been received yet.">({unknown})</span>
      ) : beyond ? (
        <span className={bullish ? "text-up" : "text-down"}>
          beyond by <span className="num">{formatPrice(-distance, scale)}</span> now
        </span>
      ) : (
        <span className="num">({formatPrice(distance, scale)} away)</span>
      )}
    </p>
  );
}
