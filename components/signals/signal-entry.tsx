"use client";
/** One entry of the Signal Lab: the sentence, the numbers, every check with its inputs, the history. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchJson, RouteError } from "@/components/live/fetch-json";
import { useSignal } from "@/components/live/hooks";
import { ReviewBox } from "@/components/review/review-box";
import { ReviewHistory } from "@/components/review/review-history";
import type { SignalDetail } from "@/components/signals/signal-json";
import { shortR, storyOf } from "@/components/signals/story";
import { useRefetchOn } from "@/components/signals/use-refetch-on";
import { Empty } from "@/components/ui/empty";
import { Fact, FactList } from "@/components/ui/facts";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { etDay, etTime, etTimeMs } from "@/lib/format/time";

export function SignalEntry({ id }: { readonly id: string }) {
  useRefetchOn("signal", useSignal(id));
  const { data, error, refetch } = useQuery({
    queryKey: ["signal", id],
    queryFn: ({ signal }) => fetchJson<SignalDetail>(`/api/signals/${encodeURIComponent(id)}`, signal),
    retry: (count, cause) => count < 2 && !(cause instanceof RouteError && cause.status === 404),
  });
  if (error !== null && data === undefined) {
    return error instanceof RouteError && error.status === 404 ? (
      <Empty title="There is no such signal" action={<BackLink />}>
        {error.message}
      </Empty>
    ) : (
      <Failure what="The entry" error={error} onRetry={() => void refetch()} />
    );
  }
  if (data === undefined) return <RowsSkeleton />;
  return (
    <>
      <PageHead title={`${data.contract} · ${etDay(data.signalCandleAt)}`}>{storyOf(data)}</PageHead>
      <div className="grid lg:grid-cols-[minmax(0,1fr)_360px]">
        <Checks detail={data} />
        <div className="lg:border-l lg:border-line">
          <ReviewBox key={id} signalId={id} />
          <Numbers detail={data} />
          <History detail={data} />
          <ReviewHistory signalId={id} />
        </div>
      </div>
      <p className="p-3">
        <BackLink />
      </p>
    </>
  );
}

function BackLink() {
  return (
    <Link href="/signal-lab" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4 text-13">
      All signals
    </Link>
  );
}

/** Names that end in `At` are instants (epoch ms). */
function inputText(name: string, value: string | number | boolean | null): string {
  if (value === null) return "none";
  return name.endsWith("At") && typeof value === "number" ? `${etTime(value)} ET` : String(value);
}

const outcomes = {
  passed: { glyph: "✓", colour: "text-feed-live" },
  failed: { glyph: "✕", colour: "text-danger" },
  flagged: { glyph: "!", colour: "text-warn" },
  unknown: { glyph: "?", colour: "text-text-2" },
  skipped: { glyph: "–", colour: "text-text-3" },
} as const;

function Checks({ detail }: { readonly detail: SignalDetail }) {
  return (
    <Panel title="Checks" aside={<span className="text-12 text-text-2">in the order they were made</span>}>
      {detail.checks.length === 0 && (
        <Empty title="No check was recorded">The signal was taken in before checks were stored.</Empty>
      )}
      <ol>
        {detail.checks.map((check) => (
          <li
            key={`${check.name} ${check.rule} ${check.at} ${check.outcome}`}
            className="grid grid-cols-[72px_1fr] gap-x-3 border-b border-line px-3 py-2 text-12"
          >
            <span className={`font-semibold ${outcomes[check.outcome].colour}`}>
              <span aria-hidden>{outcomes[check.outcome].glyph}</span> {check.outcome}
            </span>
            <span>
              <span className="text-text-1">{check.name}</span> <span className="text-text-3">{check.rule}</span>
              <span className="num block whitespace-normal text-text-2">
                {Object.entries(check.inputs)
                  .map(([name, value]) => `${name} ${inputText(name, value)}`)
                  .join(" · ")}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Numbers({ detail }: { readonly detail: SignalDetail }) {
  const { trade } = detail;
  return (
    <Panel title="Numbers">
      <div className="p-3">
        <FactList>
          <Fact label="Source">{detail.source}</Fact>
          <Fact label="Profile">{detail.profile}</Fact>
          <Fact label="Session">{detail.session}</Fact>
          <Fact label="Stop" reason="Known when the signal is confirmed.">
            {detail.stopLoss}
          </Fact>
          <Fact label="Entry" reason="There is no trade yet.">
            {trade?.entryPrice}
          </Fact>
          <Fact label="Risk, points" reason="There is no trade yet.">
            {trade?.riskPoints}
          </Fact>
          <Fact label="MFE, BE leg" reason="There is no trade yet.">
            {trade !== null && shortR(trade.beMfe)}
          </Fact>
          <Fact label="MFE, No-BE leg" reason="There is no trade yet.">
            {trade !== null && shortR(trade.noBeMfe)}
          </Fact>
          <Fact label="MAE" reason="There is no trade yet.">
            {trade !== null && shortR(trade.mae)}
          </Fact>
          <Fact label="Result, BE leg" reason="The leg is still open.">
            {trade !== null && shortR(trade.outcomeBe)}
          </Fact>
          <Fact label="Result, No-BE leg" reason="The leg is still open.">
            {trade !== null && shortR(trade.outcomeNoBe)}
          </Fact>
          <Fact label="Flags">{detail.flags.join(", ") || "none"}</Fact>
        </FactList>
      </div>
    </Panel>
  );
}

function History({ detail }: { readonly detail: SignalDetail }) {
  return (
    <Panel title="History">
      <ol>
        {detail.events.map((event) => (
          <li key={event.seq} className="flex min-h-(--row) items-center gap-3 border-b border-line px-3 text-12">
            <span className="num text-text-2">{etTimeMs(event.at)}</span>
            <span className="flex-1">{event.type.toLowerCase().replaceAll("_", " ")}</span>
            <span className="num">{event.price}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
