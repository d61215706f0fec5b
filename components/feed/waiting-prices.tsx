"use client";
/** Runs of suspicious prices that wait for judgement, beside the tape they jumped away from; an admin may accept one (8.2). */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AskDialog } from "@/components/asks/ask-dialog";
import { AskLine } from "@/components/asks/ask-line";
import { fetchJson } from "@/components/live/fetch-json";
import { Button } from "@/components/ui/button";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import type { ShownPrice, WaitingRun } from "@/lib/engine/waiting-run";
import { withSign } from "@/lib/format/number";
import { etTimeMs } from "@/lib/format/time";

/** Runs come and go within seconds: time between two looks, ms. */
const lookMs = 2_000;
const queryKey = ["waiting-prices"];
const path = "/api/admin/anomalies";

export function WaitingPrices() {
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson<{ readonly runs: readonly WaitingRun[] }>(path, signal),
    refetchInterval: lookMs,
  });
  if (data === undefined) {
    return error === null ? (
      <RowsSkeleton rows={2} />
    ) : (
      <Failure what="Prices in quarantine" error={error} onRetry={() => void refetch()} />
    );
  }
  if (data.runs.length === 0) {
    return (
      <p className="p-3 text-13 text-text-2">
        No price waits. A trade that jumps too far from the last accepted one waits here, outside candles, stops and
        MFE, until the price comes back or stays at its new level.
      </p>
    );
  }
  return (
    <ul className="divide-y divide-line">
      {data.runs.map((run) => (
        <li key={`${run.contractId}-${run.first}`}>
          <Run run={run} />
        </li>
      ))}
    </ul>
  );
}

function Run({ run }: { readonly run: WaitingRun }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { contractId, ticker, first, count, ask, openTrades } = run;
  return (
    <article aria-label={`Waiting prices of ${ticker}`} className="flex flex-col gap-3 p-3 text-13">
      <p>
        <b className="font-semibold">{ticker}</b>: <span className="num">{count}</span>{" "}
        {count === 1 ? "trade" : "trades"} <span className="num">{withSign(run.away)}</span> points from the tape, more
        than <span className="num">{run.limit}</span>. {openTradesWords(openTrades)}
      </p>
      <Compared run={run} />
      <p className="text-12 text-text-2">
        Accepted without anybody when at least <span className="num">{run.release.ticks}</span> trades over{" "}
        <span className="num">{run.release.ms / 1000}</span> s stay there; dropped when the price comes back.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={ask?.state === "waiting"} onClick={() => setOpen(true)}>
          Accept these prices…
        </Button>
        <span role="status">{ask !== null && <AskLine ask={ask} what="accept them" />}</span>
      </div>
      {open && (
        <AskDialog
          title={`Accept ${count} ${count === 1 ? "price" : "prices"} of ${ticker}`}
          verb="Accept the prices"
          path={path}
          content={{ contractId, first }}
          onAsked={() => {
            setOpen(false);
            void client.invalidateQueries({ queryKey });
          }}
          onClose={() => setOpen(false)}
        >
          <Compared run={run} />
          <p className="text-12 text-text-2">
            The whole run, with what has joined it by then, becomes the new price level: candles, entries, stops and MFE
            take its trades in order, with their own times. {openTradesWords(openTrades)} It cannot be taken back.
          </p>
        </AskDialog>
      )}
    </article>
  );
}

function openTradesWords(count: number): string {
  if (count === 0) return "No open trade would take them.";
  return count === 1 ? "1 open trade would take them." : `${count} open trades would take them.`;
}

/** The newest of both, the run's range above. */
function Compared({ run }: { readonly run: WaitingRun }) {
  const { lowest, highest, from, to } = run;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Prices title="Waiting" note={lowest === highest ? lowest : `${lowest} to ${highest}`} prices={run.prices} />
      <Prices title="Tape" note="accepted" prices={run.tape} />
      <p className="text-12 text-text-2 sm:col-span-2">
        Waiting since <span className="num">{etTimeMs(from)}</span> ET, the newest of{" "}
        <span className="num">{etTimeMs(to)}</span>.
      </p>
    </div>
  );
}

/** Rows shown of each side. */
const rowsMax = 5;

function Prices({
  title,
  note,
  prices,
}: {
  readonly title: string;
  readonly note: string;
  readonly prices: readonly ShownPrice[];
}) {
  return (
    <table className="w-full rounded-4 border border-line bg-surface-0 text-12">
      <caption className="pb-1 text-left text-12 text-text-2">
        {title} <span className="num text-text-3">{note}</span>
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Time, ET</th>
          <th scope="col">Price</th>
          <th scope="col">Contracts</th>
        </tr>
      </thead>
      <tbody>
        {prices.slice(0, rowsMax).map(({ id, at, price, size }) => (
          <tr key={id} className="h-6">
            <td className="num px-2 text-text-2">{etTimeMs(at)}</td>
            <td className="num px-2 text-right">{price}</td>
            <td className="num px-2 text-right text-text-2">{size}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
