"use client";
/** What a roll would change, line by line, with the button that does it below. */
import type { ReactNode } from "react";
import { etStamp, longDate } from "@/lib/format/time";

interface Pinned {
  readonly id: string;
  readonly direction: string;
  readonly status: string;
  readonly entryPrice: string | null;
}

/** The answer of the dry run. */
export interface Preview {
  readonly plan: {
    readonly root: string;
    readonly from: { readonly ticker: string; readonly lastTradeDate: string } | null;
    readonly to: { readonly ticker: string; readonly lastTradeDate: string };
    readonly at: number;
    readonly until: number;
  };
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  readonly aliases: readonly string[];
  readonly pending: readonly Pinned[];
  readonly open: readonly Pinned[];
  readonly pinnedUntil: number | null;
  readonly spread:
    | { readonly known: true; readonly points: string; readonly from: string; readonly to: string; readonly at: number }
    | { readonly known: false; readonly reason: string };
}

/** Signals listed without a click. */
const shownMax = 8;

export function RollPreviewView({ preview, children }: { readonly preview: Preview; readonly children: ReactNode }) {
  const { plan, subscribe, unsubscribe, aliases, pending, open, pinnedUntil, spread } = preview;
  const old = plan.from?.ticker ?? "no contract";
  return (
    <section aria-label="Dry run" className="flex flex-col gap-3 rounded-4 bg-surface-2 p-3 text-13">
      <p className="font-medium">
        {plan.root} means {plan.to.ticker} instead of {old} from {etStamp(plan.at)} on, until {etStamp(plan.until)} at
        the latest. Nothing has been changed yet.
      </p>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        <Line label="Subscribe">{subscribe.join(", ")}</Line>
        <Line label="Unsubscribe">
          {unsubscribe.length === 0 ? "nothing" : `${unsubscribe.join(", ")} once nothing lives on ${old}`}
        </Line>
        <Line label={`Mean ${plan.to.ticker} then`}>{aliases.join(", ") || "no spelling"}</Line>
        <Line label="Pending signals">
          <Staying signals={pending} contract={old} />
        </Line>
        <Line label="Open trades">
          <Staying signals={open} contract={old} />
        </Line>
        <Line label={`${old} stays subscribed`}>
          {pinnedUntil === null ? "not beyond the roll" : `until they end, at the latest ${etStamp(pinnedUntil)}`}
        </Line>
        <Line label="Distance">
          {spread.known
            ? `${spread.points} points (${spread.from} to ${spread.to}), measured ${etStamp(spread.at)}`
            : spread.reason}
        </Line>
        <Line label="Last trading day">
          {plan.to.ticker}: {longDate(plan.to.lastTradeDate)}
        </Line>
      </dl>
      <div>{children}</div>
    </section>
  );
}

/** What lives on the old contract, one line each; many are folded behind their number. */
function Staying({ signals, contract }: { readonly signals: readonly Pinned[]; readonly contract: string }) {
  if (signals.length === 0) return "none";
  const list = (
    <ul>
      {signals.map(({ id, direction, entryPrice }) => (
        <li key={id} className="flex flex-wrap gap-x-3">
          <span>
            {direction === "bullish" ? "▲" : "▼"} {direction}
          </span>
          <span className="num">{entryPrice === null ? "no entry yet" : `entry ${entryPrice}`}</span>
          <span className="num text-12 break-all text-text-2">{id}</span>
        </li>
      ))}
    </ul>
  );
  const text = `${signals.length} ${signals.length === 1 ? "stays" : "stay"} on ${contract}`;
  if (signals.length <= shownMax) {
    return (
      <>
        {text}
        {list}
      </>
    );
  }
  return (
    <details>
      <summary className="touch cursor-pointer">{text}</summary>
      {list}
    </details>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-text-2">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
