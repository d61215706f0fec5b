"use client";
/** The trading day in numbers, a line per leg: read from the shared statistics, read again whenever something happened. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/live/fetch-json";
import { useFeedStatus } from "@/components/live/hooks";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import { Panel } from "@/components/ui/panel";
import { readableRValue, unknown } from "@/lib/format/number";
import { shortDate } from "@/lib/format/time";
import type { TickSource, TradeDate } from "@/lib/market/types";
import type { DaySummary, LegDay } from "@/lib/trade/day-summary";

interface Today extends DaySummary {
  readonly source: TickSource;
  readonly tradeDate: TradeDate;
}

interface TodayPanelProps {
  /** Changes when a trade was entered or a leg ended. */
  readonly fact: unknown;
}

export function TodayPanel({ fact }: TodayPanelProps) {
  const feed = useFeedStatus();
  // Trades filled over REST are the live market's.
  const source = feed === null || feed.source === "backfill" ? "live" : feed.source;
  useRefetchOn("today", fact);
  const { data, error, refetch } = useQuery({
    queryKey: ["today", source],
    queryFn: ({ signal }) => fetchJson<Today>(`/api/today?source=${source}`, signal),
    placeholderData: keepPreviousData,
    enabled: feed !== null,
    // The day turns at 18:00 New York without anything happening.
    refetchInterval: 60_000,
  });
  return (
    <Panel
      title="Today"
      aside={
        data !== undefined && (
          <span
            className="text-12 text-text-2"
            title={`Trades of the source "${data.source}" entered on this trading day (it begins at 18:00 New York)`}
          >
            {shortDate(data.tradeDate)}
            {data.source !== "live" && <span className="text-feed-marked"> · {data.source}</span>}
          </span>
        )
      }
    >
      {error !== null && data === undefined ? (
        <p role="alert" className="px-3 py-2 text-12 text-text-2">
          {error.message}{" "}
          <button type="button" onClick={() => void refetch()} className="touch underline underline-offset-2">
            Try again
          </button>
        </p>
      ) : (
        <Legs data={data} />
      )}
    </Panel>
  );
}

const definitions = {
  open: "Legs that have not ended",
  resolved: "Legs that have ended; only these have a result",
  total:
    "Sum of the results, run to the stop: −1R for a stop, 0R for a break-even exit, the realised R for a roll or a close by hand",
  best: "Best and worst single result of the day",
} as const;

const head = "px-2 py-1 text-right text-11 font-normal text-text-3 first:pl-3 first:text-left last:pr-3";

function Legs({ data }: { readonly data: Today | undefined }) {
  return (
    <div className="border-b border-line pb-1">
      <p className="px-3 pt-2 text-12 text-text-2">
        <span className="num text-13 text-text-1">{data?.trades ?? unknown}</span>{" "}
        {data?.trades === 1 ? "trade" : "trades"} ·{" "}
        <span className="num text-13 text-text-1">{data?.open ?? unknown}</span> open
      </p>
      <table className="w-full text-12">
        <thead>
          <tr>
            <th scope="col" className={head}>
              leg
            </th>
            <th scope="col" className={head} title={definitions.open}>
              open
            </th>
            <th scope="col" className={head} title={definitions.resolved}>
              ended
            </th>
            <th scope="col" className={head} title={definitions.total}>
              total
            </th>
            <th scope="col" className={head} title={definitions.best}>
              best / worst
            </th>
          </tr>
        </thead>
        <tbody>
          <LegRow name="No-BE" title="Every trade run to its own stop" leg={data?.noBe} />
          <LegRow name="BE" title="The stop moves to the entry once break-even is armed" leg={data?.be} />
        </tbody>
      </table>
    </div>
  );
}

function rText(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : readableRValue(value);
}

const cell = "num px-2 py-0.5 text-right last:pr-3";

function LegRow({
  name,
  title,
  leg,
}: {
  readonly name: string;
  readonly title: string;
  readonly leg: LegDay | undefined;
}) {
  const total = rText(leg?.totalR);
  const tone = (leg?.totalR ?? 0) > 0 ? "text-up" : (leg?.totalR ?? 0) < 0 ? "text-down" : "text-text-1";
  const none = leg === undefined ? "Not read yet." : "No leg has ended today.";
  return (
    <tr>
      <th scope="row" className="py-0.5 pl-3 text-left font-normal text-text-2" title={title}>
        {name}
      </th>
      <td className={cell}>{leg?.open ?? unknown}</td>
      <td className={cell}>{leg?.resolved ?? unknown}</td>
      <td className={`${cell} font-semibold ${tone}`} title={total === null ? none : definitions.total}>
        {total ?? unknown}
      </td>
      <td className={`${cell} text-text-2`} title={total === null ? none : definitions.best}>
        {total === null ? unknown : `${rText(leg?.best) ?? unknown} / ${rText(leg?.worst) ?? unknown}`}
      </td>
    </tr>
  );
}
