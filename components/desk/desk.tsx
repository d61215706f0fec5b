"use client";
/**
 * The Desk: chart of the chosen contract, pending signals, today, active trades. On wide screens it fills the window and
 * scrolls inside; on a phone it is strip, trades, pending, with the chart one tap away. What is chosen stands in the address.
 */
import { useMemo, useState } from "react";
import { ChartPanel } from "@/components/desk/chart-panel";
import { PendingSignals } from "@/components/desk/pending-signals";
import { RecentSignals } from "@/components/desk/recent-signals";
import { TodayPanel } from "@/components/desk/today-panel";
import { setAddress, useDeskAddress, useSelect } from "@/components/desk/use-desk-address";
import { NoticeList } from "@/components/frame/notice-list";
import { useContracts, useFeedStatus, useSignalIds } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { ActiveTrades } from "@/components/trades/active-trades";
import { Segmented } from "@/components/ui/segmented";
import { useMedia, wideQuery } from "@/components/ui/use-media";
import type { SignalStatus } from "@/lib/engine/types";

/** Newest notices on the Desk; the health page has all. */
const noticesShown = 4;

const phoneViews = { trades: "Trades", chart: "Chart" } as const;

export function Desk() {
  const address = useDeskAddress();
  const contracts = useContracts();
  const ids = useSignalIds();
  const select = useSelect(address.trade);
  const wide = useMedia(wideQuery);
  const [phoneView, setPhoneView] = useState<keyof typeof phoneViews>("trades");
  const byStatus = useMemo(() => groupIds(ids), [ids]);
  const chosen = address.trade === null ? undefined : liveStore().state.signals.get(address.trade);
  const contract =
    contracts.find((candidate) => candidate.ticker === (address.contract ?? chosen?.ticker)) ?? contracts[0];
  const chartShown = wide || phoneView === "chart";
  // Before the first snapshot nothing is known: that is not the same as nothing being there.
  const loading = useFeedStatus() === null;

  return (
    <div
      data-fill-wide=""
      className="flex flex-1 flex-col lg:grid lg:min-h-0 lg:grid-cols-[minmax(0,1fr)_352px] lg:grid-rows-[minmax(256px,1fr)_fit-content(48%)] 2xl:grid-cols-[minmax(0,1fr)_400px]"
    >
      <h1 className="sr-only">Desk</h1>
      <div className="border-b border-line p-1 lg:hidden">
        <Segmented
          quiet
          legend="View"
          name="desk-view"
          options={phoneViews}
          value={phoneView}
          onChange={setPhoneView}
        />
      </div>
      <div
        className={`${phoneView === "trades" ? "flex" : "hidden"} min-h-0 flex-col lg:col-span-2 lg:row-start-2 lg:flex lg:border-t lg:border-line`}
      >
        <ActiveTrades ids={loading ? null : byStatus.active} selected={address.trade} onSelect={select} />
      </div>
      <div
        className={`${phoneView === "chart" ? "flex" : "hidden"} min-h-[62dvh] min-w-0 flex-col border-b border-line lg:col-start-1 lg:row-start-1 lg:flex lg:min-h-0 lg:border-b-0`}
      >
        {contract === undefined ? (
          <ChartSkeleton />
        ) : (
          chartShown && (
            <ChartPanel
              contract={contract}
              timeframe={address.timeframe}
              onTimeframe={(timeframe) => setAddress({ tf: timeframe })}
              selected={address.trade}
              onSelect={select}
            />
          )
        )}
      </div>
      <section
        aria-label="Signals and today"
        className="lg:col-start-2 lg:row-start-1 lg:min-h-0 lg:overflow-y-auto lg:border-l lg:border-line"
      >
        {/* Many waiting signals scroll by themselves: the day's numbers below stay in sight. */}
        <div className="lg:max-h-[calc(100%-150px)] lg:overflow-y-auto">
          <PendingSignals ids={loading ? null : byStatus.waiting} selected={address.trade} onSelect={select} />
        </div>
        <TodayPanel fact={ids} />
        <RecentSignals ids={byStatus.finished} selected={address.trade} onSelect={select} />
        <NoticeList max={noticesShown} />
      </section>
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
