"use client";
/** State of the feed in the header: dot, word, latency; the reason and the numbers behind it on click. */
import { toneClasses } from "@/components/frame/tones";
import { useConnection, useContracts, useFeedStatus } from "@/components/live/hooks";
import { liveStore } from "@/components/live/live-store";
import { useFeedView } from "@/components/live/use-feed-view";
import { useNow } from "@/components/live/use-now";
import { Fact, FactList } from "@/components/ui/facts";
import { Popover } from "@/components/ui/popover";
import { age, etTime, latency } from "@/lib/format/time";

export function FeedBadge() {
  const view = useFeedView();
  const tone = toneClasses[view.tone];
  return (
    <Popover
      label="Feed details"
      trigger={
        <span className="flex items-center gap-2 text-12" data-testid="feed-badge" data-state={view.word}>
          <span className="sr-only">Feed</span>
          <span aria-hidden className={`size-2 rounded-full ${tone.dot}`} />
          <span className={`font-semibold tracking-wide ${tone.text}`}>{view.word}</span>
          {view.current ? <TotalLatency /> : <SinceText since={view.since} />}
        </span>
      }
    >
      <FeedDetails />
    </Popover>
  );
}

/** Exchange → screen of the first contract. Sampled with the second: a badge that flickers with every tick tells nothing. */
function TotalLatency() {
  const { latencyMs } = useConnection();
  const first = useContracts()[0]?.id;
  useNow();
  if (latencyMs === null) return null;
  const feedLatencyMs = first === undefined ? null : (liveStore().state.tickers.get(first)?.feedLatencyMs ?? null);
  return (
    // A phone's header has no room for it; the details have it too.
    <span className="num hidden text-text-2 sm:inline" title="Exchange to worker plus worker to browser">
      {latency(Math.max(0, feedLatencyMs ?? 0) + latencyMs)}
    </span>
  );
}

function SinceText({ since }: { readonly since: number | null }) {
  const now = useNow();
  if (since === null || now === null || since === 0) return null;
  return <span className="num text-text-2">{age(now - since)}</span>;
}

function FeedDetails() {
  const view = useFeedView();
  const feed = useFeedStatus();
  const connection = useConnection();
  return (
    <div className="w-80 p-3">
      <p className="mb-3 text-13">{view.reason}</p>
      <FactList>
        <Fact label="Since (ET)">{view.since !== null && etTime(view.since)}</Fact>
        <Fact label="Rows are marked">{feed?.source}</Fact>
        <Fact label="Channels">{feed !== null && feed.channels.length > 0 && feed.channels.join(" ")}</Fact>
        <Fact label="Refused by the plan">{feed !== null && (feed.refused.join(" ") || "none")}</Fact>
        <Fact label="Ticks a second">{feed?.ticksPerSecond.toFixed(1)}</Fact>
        <Fact label="Worker → browser">{connection.latencyMs !== null && latency(connection.latencyMs)}</Fact>
        <Fact label="Clock difference">{connection.offsetMs !== null && `${Math.round(connection.offsetMs)} ms`}</Fact>
        <Fact label="Unreadable events">{connection.undecodable}</Fact>
      </FactList>
    </div>
  );
}
