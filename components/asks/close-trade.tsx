"use client";
/**
 * Closing an open trade by hand (methodology 7.7): the button, what will be recorded, and how the request stands. The engine
 * closes the trade when the tape passes the moment of asking; the page shows it when the engine has said so, not before.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { AskDialog } from "@/components/asks/ask-dialog";
import { AskLine } from "@/components/asks/ask-line";
import type { Command } from "@/components/frame/commands";
import { usePageCommands } from "@/components/frame/page-commands";
import { fetchJson } from "@/components/live/fetch-json";
import { useMfe, useSignal } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { usePerson } from "@/components/people/person-context";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import { useContract } from "@/components/trades/use-contract";
import type { AskView } from "@/lib/engine/asks";
import { readableR, unknown } from "@/lib/format/number";
import { etMinute } from "@/lib/format/time";
import { formatPrice } from "@/lib/market/price";
import type { SignalView } from "@/lib/stream/events";

interface CloseAnswer {
  readonly ask: AskView | null;
}

/** Time between two looks at a request that waits, ms. */
const askMs = 1_000;
const keyName = "C";
const noCommands: readonly Command[] = [];

export function CloseTrade({ id }: { readonly id: string }) {
  const { role } = usePerson();
  const client = useQueryClient();
  const signal = useSignal(id);
  const [open, setOpen] = useState(false);
  const queryKey = ["close-ask", id];
  const path = `/api/trades/${encodeURIComponent(id)}/close`;
  useRefetchOn("close-ask", signal);
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal: aborted }) => fetchJson<CloseAnswer>(path, aborted),
    refetchInterval: ({ state }) => (state.data?.ask?.state === "waiting" ? askMs : false),
  });
  const ask = data?.ask ?? null;
  const active = signal?.record.status === "ACTIVE";
  const offered = role !== "trader" && active && ask?.state !== "waiting";
  const show = useCallback(() => setOpen(true), []);
  useCloseKey(offered && !open, show);
  const told = ask !== null && (ask.state !== "done" || active);
  return (
    <>
      <span role="status" aria-label="Request to close" className="empty:hidden">
        {told && <AskLine ask={ask} what="close it" />}
      </span>
      {offered && (
        <button
          type="button"
          onClick={show}
          aria-keyshortcuts="Shift+C"
          className="touch inline-flex h-7 items-center gap-2 rounded-4 border border-line px-3 text-12 whitespace-nowrap text-danger hover:bg-surface-2 print:hidden"
        >
          Close trade…
          <span aria-hidden className="hidden font-mono text-11 sm:inline">
            Shift+C
          </span>
        </button>
      )}
      {open && signal !== null && (
        <AskDialog
          title={`Close ${signal.ticker} ${signal.record.direction} ${etMinute(signal.record.signalCandleAt)} by hand`}
          verb="Close the trade"
          path={path}
          onAsked={(made) => {
            client.setQueryData<CloseAnswer>(queryKey, { ask: made });
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        >
          <Preview signal={signal} />
        </AskDialog>
      )}
    </>
  );
}

/** Its key, listed in palette and help while the trade can be closed. */
function useCloseKey(active: boolean, run: () => void): void {
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "close-trade", label: "Close the trade by hand", keys: keyName, section: "Trade", run },
    ],
    [run],
  );
  usePageCommands(active ? commands : noCommands);
}

/** What the engine would record now. The price may still move until the tape passes the moment of asking. */
function Preview({ signal }: { readonly signal: SignalView }) {
  const { id, record, contractId } = signal;
  const { trade, direction } = record;
  const reading = useMfe(id);
  const { current, mark } = useFeedView();
  const scale = useContract(contractId)?.scale ?? null;
  if (trade === null || scale === null) return null;
  const last = reading?.last ?? trade.lastPrice;
  const distance = (direction === "bullish" ? 1 : -1) * (last - trade.entryPrice);
  const result = readableR(distance, trade.risk);
  const beOut = trade.beExitAt !== null;
  const rows = [
    ["Entry", formatPrice(trade.entryPrice, scale)],
    [current ? "Last accepted price" : "Last known price", formatPrice(last, scale)],
    ["No-BE leg", result],
    [
      "BE leg",
      beOut ? `out at ${trade.beExitPrice === null ? unknown : formatPrice(trade.beExitPrice, scale)}` : result,
    ],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 rounded-4 border border-line bg-surface-0 px-3 py-2">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-text-2">{label}</dt>
            <dd className="num text-right">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-12 text-text-2">
        Recorded as “closed by hand”, at the last accepted price when the tape passes this moment.{" "}
        {waitWords(current, mark === "DELAYED")}A target it has touched stays reached; for the others it counts neither
        as won nor as lost. It cannot be taken back.
      </p>
      <p className="rounded-4 bg-surface-2 px-3 py-2 text-12">
        <b className="font-semibold">Data only.</b> No order is sent to a broker: a position there stays as it is.
      </p>
    </>
  );
}

/** When that is, where it is not at once. */
function waitWords(current: boolean, delayed: boolean): string {
  if (!current) return "The feed is not current, so it may have to wait until prices come again. ";
  return delayed
    ? "Prices come late: it is the price of this moment that counts, known when the tape has reached it. "
    : "";
}
