"use client";
/** All signals, newest first, in pages; asked for again when the stream says that one changed. The filter stands in the address. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { fetchJson } from "@/components/live/fetch-json";
import { useSignalIds } from "@/components/live/hooks";
import { reasonText } from "@/components/signals/outcome";
import type { SignalJson, SignalPage } from "@/components/signals/signal-json";
import { shortR } from "@/components/signals/story";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import { DirectionMark } from "@/components/trades/direction";
import { Digits } from "@/components/ui/digits";
import { Empty } from "@/components/ui/empty";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { Segmented } from "@/components/ui/segmented";
import { unknown } from "@/lib/format/number";
import { etDay, etMinute } from "@/lib/format/time";

/** Rows fetched at a time. */
const pageMax = 50;

const filters = { all: "All", pending: "Pending", active: "Active", closed: "Closed", refused: "Not taken" } as const;
type Filter = keyof typeof filters;

const statusesOf: Readonly<Record<Filter, string>> = {
  all: "",
  pending: "PENDING,CONFIRMED",
  active: "ACTIVE",
  closed: "CLOSED",
  refused: "REJECTED,CANCELLED,VOID",
};

function filterOf(text: string | null): Filter {
  return text !== null && Object.hasOwn(filters, text) ? (text as Filter) : "all";
}

function setFilter(filter: Filter): void {
  const url = new URL(window.location.href);
  if (filter === "all") url.searchParams.delete("show");
  else url.searchParams.set("show", filter);
  window.history.replaceState(null, "", url);
}

export function SignalList() {
  const filter = filterOf(useSearchParams().get("show"));
  useRefetchOn("signals", useSignalIds());
  const query = useInfiniteQuery({
    queryKey: ["signals", filter],
    queryFn: ({ pageParam, signal }) => fetchJson<SignalPage>(pathOf(filter, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const signals = query.data?.pages.flatMap((page) => page.signals) ?? [];
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-3 py-2">
        <Segmented quiet legend="Show" name="show" options={filters} value={filter} onChange={setFilter} />
      </div>
      {query.error !== null && <Failure what="The signals" error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <RowsSkeleton />}
      {query.isSuccess && signals.length === 0 && <NoSignals filter={filter} />}
      <ul>
        {signals.map((signal) => (
          <SignalRow key={signal.id} signal={signal} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="p-3">
          <button
            type="button"
            onClick={() => void query.fetchNextPage()}
            disabled={query.isFetchingNextPage}
            className="touch h-8 rounded-4 bg-surface-3 px-4 text-13"
          >
            Older ones
          </button>
        </div>
      )}
    </>
  );
}

function pathOf(filter: Filter, cursor: string | null): string {
  const search = new URLSearchParams({ limit: String(pageMax) });
  if (statusesOf[filter] !== "") search.set("status", statusesOf[filter]);
  if (cursor !== null) search.set("cursor", cursor);
  return `/api/signals?${search}`;
}

function NoSignals({ filter }: { readonly filter: Filter }) {
  return filter === "all" ? (
    <Empty title="No alert has come in yet">
      Each TradingView alert sent to this desk's webhook is written down here with every check it passed or failed. On
      the simulated market the first ones come by themselves within minutes.
    </Empty>
  ) : (
    <Empty title={`No signal is "${filters[filter].toLowerCase()}"`}>Choose All to see every signal.</Empty>
  );
}

function SignalRow({ signal }: { readonly signal: SignalJson }) {
  const { trade } = signal;
  return (
    <li className="border-b border-line">
      <Link
        href={`/signal-lab/${encodeURIComponent(signal.id)}`}
        className="touch grid min-h-(--row) grid-cols-[auto_auto_1fr] items-center gap-x-4 gap-y-0.5 px-3 py-1 text-12 -outline-offset-2 hover:bg-surface-1 md:grid-cols-[16px_150px_64px_80px_minmax(0,1fr)_200px_auto]"
      >
        <DirectionMark direction={signal.direction} compact />
        <span className="num text-text-2">
          {etDay(signal.signalCandleAt)} {etMinute(signal.signalCandleAt)}
        </span>
        <span className="font-semibold">{signal.contract}</span>
        <span className="hidden text-text-2 md:block">{signal.session}</span>
        <span className="col-span-3 text-text-1 md:col-span-1 md:truncate">
          <strong className="font-medium">{statusWords[signal.status]}</strong>
          {signal.reason !== null && <span className="text-text-2"> · {reasonText(signal.reason)}</span>}
        </span>
        <span className="num hidden text-text-2 md:block">
          {trade === null ? (
            ""
          ) : (
            <>
              entry <Digits text={trade.entryPrice} />
            </>
          )}
        </span>
        <span className="num col-span-3 flex gap-3 text-text-2 md:col-span-1 md:w-80 md:justify-end">
          {trade !== null && <Results signal={signal} />}
          {signal.source !== "live" && <span className="font-sans text-11 text-feed-marked">{signal.source}</span>}
        </span>
      </Link>
    </li>
  );
}

function Results({ signal }: { readonly signal: SignalJson }) {
  const { trade } = signal;
  if (trade === null) return null;
  return (
    <>
      <span>MFE {shortR(trade.noBeMfe)}</span>
      <span title="Leg without break-even">No-BE {shortR(trade.outcomeNoBe) ?? unknown}</span>
      <span title="Leg with break-even">BE {shortR(trade.outcomeBe) ?? unknown}</span>
    </>
  );
}

const statusWords = {
  PENDING: "Pending",
  CONFIRMED: "Confirmed",
  ACTIVE: "Active",
  CLOSED: "Closed",
  REJECTED: "Rejected",
  CANCELLED: "Cancelled",
  VOID: "Void",
} as const;
