"use client";
/**
 * The board of active trades. Rows render on their own readings; the order (nearest to its next event first) is
 * looked at every two seconds, so that rows do not jump under the pointer.
 */
import { useEffect, useState } from "react";
import { liveStore } from "@/components/live/live-store";
import { tradeFigures } from "@/components/trades/trade-figures";
import { TradeRow } from "@/components/trades/trade-row";
import { Empty } from "@/components/ui/empty";
import { Panel } from "@/components/ui/panel";

/** Time between two looks at the order, ms. */
const orderMs = 2000;

interface ActiveTradesProps {
  readonly ids: readonly string[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function ActiveTrades({ ids, selected, onSelect }: ActiveTradesProps) {
  const ordered = useOrdered(ids);
  return (
    <Panel
      title="Active trades"
      aside={<span className="text-12 text-text-2">{ids.length === 0 ? "" : "nearest to the next event first"}</span>}
    >
      {ids.length === 0 ? (
        <Empty title="No trade is open">
          A confirmed signal becomes a trade with the first tick after its confirmation candle. From then on every tick
          moves its excursion, its stop and its break-even leg here.
        </Empty>
      ) : (
        <ul>
          {ordered.map((id) => (
            <TradeRow key={id} id={id} selected={id === selected} onSelect={onSelect} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Share of its risk that lies between the trade and its next event; unknown trades last. */
function nearness(id: string): number {
  const { signals, mfe } = liveStore().state;
  const record = signals.get(id)?.record;
  if (record === undefined || record.trade === null) return Number.POSITIVE_INFINITY;
  const figures = tradeFigures(record, record.trade, mfe.get(id) ?? null);
  return figures.toNextEvent / figures.risk;
}

function order(ids: readonly string[]): readonly string[] {
  const keyed = ids.map((id) => ({ id, key: nearness(id) }));
  return keyed.sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

function useOrdered(ids: readonly string[]): readonly string[] {
  const [ordered, setOrdered] = useState<readonly string[]>([]);
  useEffect(() => {
    const look = (): void =>
      setOrdered((before) => {
        const next = order(ids);
        return next.length === before.length && next.every((id, index) => id === before[index]) ? before : next;
      });
    look();
    const timer = setInterval(look, orderMs);
    return () => clearInterval(timer);
  }, [ids]);
  return ordered;
}
