"use client";
/** The Desk: chart of the chosen contract, pending signals, active trades. What is chosen stands in the address. */
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { ChartPanel } from "@/components/desk/chart-panel";
import type { ChartLevel } from "@/components/desk/desk-chart";
import { PendingSignals } from "@/components/desk/pending-signals";
import { RecentSignals } from "@/components/desk/recent-signals";
import { NoticeList } from "@/components/frame/notice-list";
import { useContracts, useSignal, useSignalIds } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { ActiveTrades } from "@/components/trades/active-trades";
import type { SignalStatus } from "@/lib/engine/types";
import type { Timeframe } from "@/lib/market/types";
import type { SignalView } from "@/lib/stream/events";

/** Newest notices on the Desk; the health page has all. */
const noticesShown = 4;

const noLevels: readonly ChartLevel[] = [];

function timeframeOf(text: string | null): Timeframe {
  return text === "5m" || text === "15m" ? text : "1m";
}

/** Changes one part of the address without a navigation. */
function setAddress(name: string, value: string): void {
  const url = new URL(window.location.href);
  url.searchParams.set(name, value);
  window.history.replaceState(null, "", url);
}

export function Desk() {
  const address = useSearchParams();
  const contracts = useContracts();
  const ids = useSignalIds();
  const [selected, setSelected] = useState<string | null>(null);
  const trade = useSignal(selected ?? "");
  const chosen = address.get("contract");
  const contract = contracts.find((candidate) => candidate.ticker === chosen) ?? contracts[0];
  const byStatus = useMemo(() => groupIds(ids), [ids]);
  const levels = useMemo(() => (trade?.contractId === contract?.id ? levelsOf(trade) : noLevels), [trade, contract]);
  const select = useCallback((id: string) => {
    setSelected((before) => (before === id ? null : id));
    const view = liveStore().state.signals.get(id);
    if (view !== undefined) setAddress("contract", view.ticker);
  }, []);

  return (
    <div className="flex flex-1 flex-col">
      {/* Half the window on a desktop: an open trade must be in sight without scrolling. */}
      <div className="flex flex-1 flex-col lg:h-[clamp(360px,52dvh,900px)] lg:flex-none lg:flex-row">
        <div className="order-2 flex min-h-[420px] min-w-0 flex-1 flex-col border-b border-line lg:order-1 lg:min-h-0">
          {contract === undefined ? (
            <ChartSkeleton />
          ) : (
            <ChartPanel
              contract={contract}
              timeframe={timeframeOf(address.get("tf"))}
              onTimeframe={(timeframe) => setAddress("tf", timeframe)}
              levels={levels}
            />
          )}
        </div>
        <section
          aria-label="Signals and notices"
          className="order-3 border-b border-line lg:order-2 lg:w-88 lg:overflow-y-auto lg:border-l"
        >
          <PendingSignals ids={byStatus.waiting} />
          <RecentSignals ids={byStatus.finished} />
          <NoticeList max={noticesShown} />
        </section>
      </div>
      <div className="order-first lg:order-last">
        <ActiveTrades ids={byStatus.active} selected={selected} onSelect={select} />
      </div>
    </div>
  );
}

function ChartSkeleton() {
  return (
    <div className="flex flex-1 flex-col gap-3 p-3" aria-hidden>
      <div className="skeleton h-5 w-40" />
      <div className="skeleton flex-1" />
    </div>
  );
}

/** Statuses are part of the list's identity: the store makes a new list when one changes. */
function groupIds(ids: readonly string[]) {
  const { signals } = liveStore().state;
  const having = (...statuses: readonly SignalStatus[]): readonly string[] =>
    ids.filter((id) => {
      const status = signals.get(id)?.record.status;
      return status !== undefined && statuses.includes(status);
    });
  return {
    waiting: having("PENDING", "CONFIRMED"),
    active: having("ACTIVE"),
    finished: having("CLOSED", "CANCELLED", "VOID", "REJECTED"),
  };
}

/** Entry, stop, break-even trigger and the first targets of a trade as chart lines. */
function levelsOf(view: SignalView | null): readonly ChartLevel[] {
  const trade = view?.record.trade;
  if (view === null || trade === null || trade === undefined) return noLevels;
  const sign = view.record.direction === "bullish" ? 1 : -1;
  const { stopLoss } = view.record;
  const armed = trade.beTriggeredAt !== null;
  const stop: readonly ChartLevel[] = stopLoss === null ? [] : [{ label: "stop", price: stopLoss, kind: "stop" }];
  const trigger: readonly ChartLevel[] = armed
    ? []
    : [{ label: "BE at 1R", price: trade.beTriggerPrice, kind: "break-even" }];
  const targets = [1, 2, 3]
    .filter((rung) => rung > 1 || armed)
    .map(
      (rung): ChartLevel => ({ label: `${rung}R`, price: trade.entryPrice + sign * rung * trade.risk, kind: "target" }),
    );
  return [
    { label: armed ? "entry, BE stop" : "entry", price: trade.entryPrice, kind: "entry" },
    ...stop,
    ...trigger,
    ...targets,
  ];
}
