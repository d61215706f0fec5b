"use client";
/** Every version of what people said of an entry, and the entry as it stood at an instant. Newest first. */
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { fieldOfInstant, instantOfField } from "@/components/contracts/wall-time";
import { fetchJson } from "@/components/live/fetch-json";
import { ComparedTable } from "@/components/review/compared-table";
import { Differences } from "@/components/review/conflict-dialog";
import { Markdown } from "@/components/review/markdown";
import { historyKey } from "@/components/review/use-review";
import { actionWords, fieldWord, nameOf, plainWord, statusLooks } from "@/components/review/words";
import { shortR } from "@/components/signals/story";
import { Fact, FactList } from "@/components/ui/facts";
import { Failure, RowsSkeleton } from "@/components/ui/load-state";
import { Panel } from "@/components/ui/panel";
import { etStamp, utcStamp } from "@/lib/format/time";
import type { Standing } from "@/lib/lab/as-of";
import type { ComparedRow } from "@/lib/lab/comparison";
import type { SaidState, VersionView } from "@/lib/lab/review-view";
import type { EpochMs } from "@/lib/market/types";

interface PastEntry {
  readonly at: EpochMs;
  readonly version: number;
  readonly review: SaidState;
  readonly compared: readonly ComparedRow[] | null;
  readonly machine: Standing;
}
interface HistoryAnswer {
  readonly versions: readonly VersionView[];
  readonly asOf?: PastEntry;
}

export function ReviewHistory({ signalId }: { readonly signalId: string }) {
  const [asOf, setAsOf] = useState<EpochMs | null>(null);
  const query = asOf === null ? "" : `?asOf=${encodeURIComponent(new Date(asOf).toISOString())}`;
  const { data, error, refetch } = useQuery({
    queryKey: [...historyKey(signalId), asOf],
    queryFn: ({ signal }) =>
      fetchJson<HistoryAnswer>(`/api/signals/${encodeURIComponent(signalId)}/history${query}`, signal),
    placeholderData: (held) => held,
  });
  return (
    <Panel title="Versions" aside={<AsOfField at={asOf} onChange={setAsOf} />}>
      {data === undefined && error !== null && (
        <Failure what="The history" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <RowsSkeleton />}
      {data?.asOf !== undefined && <Past entry={data.asOf} onClose={() => setAsOf(null)} />}
      {data !== undefined && data.versions.length === 0 && (
        <p className="px-3 py-2 text-12 text-text-3">Nobody has reviewed, corrected or annotated this entry yet.</p>
      )}
      <ol data-testid="versions">
        {[...(data?.versions ?? [])].reverse().map((version) => (
          <Version key={version.version} version={version} onAsOf={setAsOf} />
        ))}
      </ol>
    </Panel>
  );
}

function AsOfField({ at, onChange }: { readonly at: EpochMs | null; readonly onChange: (at: EpochMs | null) => void }) {
  const id = useId();
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-12 whitespace-nowrap text-text-2">
        As of <span className="text-text-3">(ET)</span>
      </label>
      <input
        id={id}
        type="datetime-local"
        value={at === null ? "" : fieldOfInstant(at)}
        onChange={(event) => onChange(instantOfField(event.target.value))}
        className="touch num h-7 rounded-4 border border-line bg-surface-0 px-1 text-12 text-text-1"
      />
    </span>
  );
}

function Version({ version, onAsOf }: { readonly version: VersionView; readonly onAsOf: (at: EpochMs) => void }) {
  const { version: number, at, actor, action, reason, batch, changes } = version;
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 text-12">
      <p className="flex items-baseline gap-2">
        <span className="num text-text-3">v{number}</span>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <b className="font-medium">{nameOf(actor)}</b> {actionWords[action]}
          {batch !== null && <span className="text-text-2"> with others</span>}
          {reason !== null && <span className="text-text-2">: {reason}</span>}
        </span>
        <button
          type="button"
          onClick={() => onAsOf(at)}
          title={`${utcStamp(at)}. Show the entry as it stood then.`}
          className="touch num shrink-0 rounded-4 px-1 text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          <span className="sr-only">As of </span>
          {etStamp(at)}
        </button>
      </p>
      <Differences changes={changes} />
    </li>
  );
}

function Past({ entry, onClose }: { readonly entry: PastEntry; readonly onClose: () => void }) {
  const { machine, review, compared } = entry;
  const overrides = Object.entries(review.overrides);
  return (
    <section
      aria-label="As of"
      data-testid="as-of"
      className="flex flex-col gap-2 border-b border-line bg-surface-2 p-3"
    >
      <p className="flex items-baseline gap-2 text-12">
        <b className="min-w-0 flex-1 font-medium">As it stood {etStamp(entry.at)}</b>
        <button type="button" onClick={onClose} className="touch rounded-4 px-2 text-text-2 hover:text-text-1">
          Back to now
        </button>
      </p>
      <FactList>
        <Fact label="Signal" reason="There was no such signal yet.">
          {machine.status === null ? null : plainWord(machine.status).toLowerCase()}
        </Fact>
        <Fact label="Last event" reason="There was none yet.">
          {machine.event?.toLowerCase().replaceAll("_", " ")}
        </Fact>
        <Fact label="BE leg / No-BE leg" reason="There was no trade yet.">
          {machine.beLeg !== null && `${plainWord(machine.beLeg)} / ${plainWord(machine.noBeLeg ?? "OPEN")}`}
        </Fact>
        <Fact label="MFE at least" reason="There was no trade yet.">
          {machine.mfe !== null && shortR(machine.mfe)}
        </Fact>
        <Fact label="MAE at least" reason="There was no trade yet.">
          {machine.mae !== null && shortR(machine.mae)}
        </Fact>
        <Fact label="Review">
          {`${statusLooks[review.status].word.toLowerCase()}${review.deletedAt === null ? "" : ", deleted"}`}
        </Fact>
        {overrides.map(([field, override]) => (
          <Fact key={field} label={`${fieldWord(field as keyof typeof review.overrides)}, corrected`}>
            {override.human}
          </Fact>
        ))}
        <Fact label="Tags">{review.tags.join(", ") || "none"}</Fact>
      </FactList>
      {compared !== null && (
        <ComparedTable
          caption="Machine's trade today beside the correction of then"
          heads={["Machine", "Corrected"]}
          rows={compared}
          gaps={[]}
        />
      )}
      {review.notes !== "" && <Markdown source={review.notes} />}
    </section>
  );
}
