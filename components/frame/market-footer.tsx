"use client";
/** Session, time to the next close or open of the exchange, trade date and both clocks, by the worker's clock. */
import { useReminders } from "@/components/frame/use-reminders";
import { useNow } from "@/components/live/use-now";
import { countdown, etTime, shortDate, utcTime } from "@/lib/format/time";
import { phaseAt } from "@/lib/market/phases";
import { sessionOf, tradeDateOf } from "@/lib/market/session";
import type { EpochMs } from "@/lib/market/types";

export function MarketFooter() {
  const now = useNow();
  return (
    <footer className="border-t border-line bg-surface-1 text-11 text-text-2 max-md:group-has-[[data-fill]]/frame:hidden md:sticky md:bottom-0">
      <dl className="flex min-h-7 flex-wrap items-center gap-x-4 px-3 py-1">{now !== null && <Entries now={now} />}</dl>
    </footer>
  );
}

function Entries({ now }: { readonly now: EpochMs }) {
  const session = sessionOf(now);
  return (
    <>
      <Entry label="session" value={session === "INVALID" ? "none (16:00–20:00 ET)" : session} />
      <MarketHours now={now} />
      <Entry label="trade date" value={shortDate(tradeDateOf(now))} />
      <Entry label="ET" value={etTime(now)} className="md:ms-auto" />
      <Entry label="UTC" value={utcTime(now)} />
    </>
  );
}

function MarketHours({ now }: { readonly now: EpochMs }) {
  const market = useReminders()?.market;
  const phase = market === undefined ? null : phaseAt(market, now);
  // Until the stored hours are known, nothing is said of them: the vendor's days may differ from the usual ones.
  if (phase === null) return <Entry label="CME hours" value="— not known yet" />;
  const until = phase.until === null ? "not within a month" : countdown(phase.until - now);
  return <Entry label={phase.open ? "CME closes in" : "CME closed, opens in"} value={until} />;
}

interface EntryProps {
  readonly label: string;
  readonly value: string;
  readonly className?: string;
}

function Entry({ label, value, className = "" }: EntryProps) {
  return (
    <div className={`flex gap-1.5 ${className}`}>
      <dt>{label}</dt>
      <dd className="num text-text-1">{value}</dd>
    </div>
  );
}
