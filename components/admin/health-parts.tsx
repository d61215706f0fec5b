"use client";
/** Database, worker, stream and feed in one line each, as GET /api/health and the browser's own connection say. */
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/live/fetch-json";
import { useConnection } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { latency } from "@/lib/format/time";

interface PartHealth {
  readonly ok: boolean;
  readonly message: string;
  readonly ms: number;
  readonly report: unknown;
}

interface Health {
  readonly at: number;
  readonly worker: PartHealth;
  readonly database: PartHealth;
}

/** Time between two questions, ms. */
const askMs = 2000;

/** The report, asked again every two seconds while something shows it; one question for all who do. */
export function useHealth() {
  return useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => fetchJson<Health>("/api/health", signal),
    refetchInterval: askMs,
    staleTime: 0,
    retry: false,
  });
}

export function HealthParts({ className = "" }: { readonly className?: string }) {
  const { data, error, refetch } = useHealth();
  const connection = useConnection();
  const view = useFeedView();
  return (
    <Panel title="Parts" className={className}>
      {error !== null && <Failure what="The report" error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <RowsSkeleton />}
      <ul>
        {data !== undefined && (
          <>
            <Part name="Database" ok={data.database.ok} message={data.database.message} ms={data.database.ms} />
            <Part name="Worker" ok={data.worker.ok} message={data.worker.message} ms={data.worker.ms} />
          </>
        )}
        <Part
          name="Event stream"
          ok={connection.state === "open"}
          message={connection.state}
          ms={connection.latencyMs}
        />
        <Part name="Feed" ok={view.current} message={`${view.word}: ${view.reason}`} ms={null} />
      </ul>
    </Panel>
  );
}

interface PartProps {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly ms: number | null;
}

function Part({ name, ok, message, ms }: PartProps) {
  return (
    <li className="flex min-h-(--row) items-center gap-3 border-b border-line px-3 text-13">
      <span className={`w-16 shrink-0 font-semibold ${ok ? "text-feed-live" : "text-feed-down"}`}>
        {ok ? "✓ ok" : "✕ not ok"}
      </span>
      <span className="w-28 shrink-0 max-md:w-20">{name}</span>
      <span className="min-w-0 flex-1 text-text-2">{message}</span>
      {ms !== null && <span className="num text-text-2">{latency(ms)}</span>}
    </li>
  );
}
