"use client";
/** Database and worker as GET /api/health reports them, and the browser's own connection. */
import { useQuery } from "@tanstack/react-query";
import { NoticeList } from "@/components/frame/notice-list";
import { fetchJson } from "@/components/live/fetch-json";
import { useConnection } from "@/components/live/hooks";
import { useFeedView } from "@/components/live/use-feed-view";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { etTimeMs, latency } from "@/lib/format/time";
import { noticesMax } from "@/lib/stream/reduce";

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

export function HealthReport() {
  const { data, error, refetch } = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => fetchJson<Health>("/api/health", signal),
    refetchInterval: askMs,
    staleTime: 0,
    retry: false,
  });
  const connection = useConnection();
  const view = useFeedView();
  return (
    <>
      <Panel title="Parts">
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
      <NoticeList max={noticesMax} />
      {data !== undefined && (
        <Panel
          title="The worker's own words"
          aside={<span className="num text-12 text-text-2">{etTimeMs(data.at)} ET</span>}
        >
          <pre className="p-3 font-mono text-12 break-words whitespace-pre-wrap text-text-2">
            {JSON.stringify(data.worker.report, null, 2)}
          </pre>
        </Panel>
      )}
    </>
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
      <span className={`w-16 font-semibold ${ok ? "text-feed-live" : "text-feed-down"}`}>
        {ok ? "✓ ok" : "✕ not ok"}
      </span>
      <span className="w-28">{name}</span>
      <span className="min-w-0 flex-1 text-text-2">{message}</span>
      {ms !== null && <span className="num text-text-2">{latency(ms)}</span>}
    </li>
  );
}
