"use client";
/**
 * One signal with everything that explains it: sentence, ladder, numbers, the candles that decided, why this stop, the way of
 * the trade, the trades that decided, checks, marks, telemetry, alert and history. Whole on a page of its own and beside a list.
 */
import Link from "next/link";
import { type CSSProperties, type ReactNode, useMemo } from "react";
import { CloseTrade } from "@/components/asks/close-trade";
import { DecisionPanel } from "@/components/entry/decision-panel";
import { EntryHead } from "@/components/entry/entry-head";
import { EntrySteps } from "@/components/entry/entry-steps";
import { EventHistory } from "@/components/entry/event-history";
import type { Evidence } from "@/components/entry/evidence";
import { qualityMarks } from "@/components/entry/flag-words";
import { FlagsPanel } from "@/components/entry/flags-panel";
import { paperZoom } from "@/components/entry/paper";
import { PathPanel } from "@/components/entry/path-panel";
import { useEvidence } from "@/components/entry/queries";
import { RawAlert } from "@/components/entry/raw-alert";
import { TelemetryPanel } from "@/components/entry/telemetry-panel";
import { TicksPanel } from "@/components/entry/ticks-panel";
import { Timeline } from "@/components/entry/timeline";
import { UnitsProvider } from "@/components/entry/units-context";
import { WalkPanel } from "@/components/entry/walk-panel";
import { ReviewBox } from "@/components/review/review-box";
import { ReviewHistory } from "@/components/review/review-history";
import { Empty } from "@/components/ui/empty";
import { Failure } from "@/components/ui/load-state";
import { priceScale } from "@/lib/market/price";

interface EntryViewProps {
  readonly id: string;
  /** The entry explains the decision first, the trade page what the trade did. */
  readonly focus?: "entry" | "trade";
  /** Beside a list the heading is one level down. */
  readonly level?: 1 | 2;
  /** Links beside the title. */
  readonly actions?: ReactNode;
}

export function EntryView({ id, focus = "entry", level = 1, actions }: EntryViewProps) {
  const { evidence, error, isMissing, retry } = useEvidence(id);
  if (isMissing) {
    return (
      <>
        {level === 1 && <h1 className="sr-only">Unknown signal</h1>}
        <Empty title="There is no such signal" action={<BackLink />}>
          No signal has the id {id}. It may belong to another database.
        </Empty>
      </>
    );
  }
  if (evidence !== undefined) {
    return <Loaded key={id} evidence={evidence} focus={focus} level={level} actions={actions} />;
  }
  if (error !== null) return <Failure what="The entry" error={error} onRetry={() => void retry()} />;
  return <EntrySkeleton />;
}

function BackLink() {
  return (
    <Link href="/signal-lab" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4 text-13">
      All signals
    </Link>
  );
}

interface LoadedProps {
  readonly evidence: Evidence;
  readonly focus: "entry" | "trade";
  readonly level: 1 | 2;
  readonly actions: ReactNode;
}

function Loaded({ evidence, focus, level, actions }: LoadedProps) {
  const { tickSize, pointValue, record } = evidence;
  const risk = record.trade?.risk ?? null;
  const of = useMemo(() => ({ scale: priceScale(tickSize), risk, pointValue }), [tickSize, risk, pointValue]);
  const decision = (
    <>
      <DecisionPanel evidence={evidence} />
      <WalkPanel evidence={evidence} />
    </>
  );
  const path = <PathPanel evidence={evidence} />;
  const marks = qualityMarks(record).length + evidence.gaps.length;
  const paper = { "--paper-zoom": paperZoom(evidence.events.length, marks) } as CSSProperties;
  return (
    <UnitsProvider of={of}>
      <article className="entry @container" data-testid="entry" data-status={record.status} style={paper}>
        <EntryHead
          evidence={evidence}
          level={level}
          actions={
            <>
              {record.trade !== null && <CloseTrade id={evidence.id} />}
              <OtherPage evidence={evidence} focus={focus} />
              {focus === "entry" && level === 1 && <EntrySteps id={evidence.id} source={evidence.source} />}
              {actions}
            </>
          }
        />
        <div className="entry-grid grid @min-[980px]:grid-cols-[minmax(0,1fr)_380px]">
          <div className="min-w-0">
            {focus === "trade" ? path : decision}
            {focus === "trade" ? decision : path}
            <TicksPanel evidence={evidence} />
            <TelemetryPanel evidence={evidence} />
          </div>
          <div className="min-w-0 @min-[980px]:border-l @min-[980px]:border-line">
            <div className="print:hidden">
              <ReviewBox signalId={evidence.id} />
            </div>
            <FlagsPanel evidence={evidence} />
            <Timeline evidence={evidence} />
            <EventHistory evidence={evidence} />
            <div className="print:hidden">
              <ReviewHistory signalId={evidence.id} />
            </div>
            <RawAlert evidence={evidence} />
          </div>
        </div>
      </article>
    </UnitsProvider>
  );
}

/** From the entry to its trade page and back; the trade page is the one made for paper. */
function OtherPage({ evidence, focus }: Pick<LoadedProps, "evidence" | "focus">) {
  const style =
    "touch inline-flex h-7 items-center rounded-4 bg-surface-2 px-3 text-12 text-text-1 hover:bg-surface-3 print:hidden";
  if (focus === "trade") {
    return (
      <>
        <button type="button" className={style} onClick={() => window.print()}>
          Print
        </button>
        <Link href={`/signal-lab/${encodeURIComponent(evidence.id)}`} className={style}>
          Entry
        </Link>
      </>
    );
  }
  if (evidence.record.trade === null) return null;
  return (
    <Link href={`/mfe/${encodeURIComponent(evidence.id)}`} className={style}>
      Trade page
    </Link>
  );
}

/** The real layout while it loads. */
function EntrySkeleton() {
  return (
    <div className="@container" aria-hidden data-testid="entry-loading">
      <div className="flex flex-col gap-3 border-b border-line p-3">
        <span className="skeleton h-6 w-64" />
        <span className="skeleton h-5 w-full max-w-3xl" />
        <span className="skeleton h-16 w-full" />
        <span className="skeleton h-12 w-full" />
      </div>
      <div className="grid @min-[980px]:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex flex-col gap-3 p-3">
          <span className="skeleton h-80 w-full" />
          <span className="skeleton h-40 w-full" />
        </div>
        <div className="flex flex-col gap-3 p-3">
          <span className="skeleton h-24 w-full" />
          <span className="skeleton h-80 w-full" />
        </div>
      </div>
    </div>
  );
}
