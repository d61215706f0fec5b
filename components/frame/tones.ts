/** How the tones of the feed look: class names, in one place. */
import type { FeedTone } from "@/components/live/feed-view";

interface ToneClasses {
  readonly edge: string;
  readonly fill: string;
  readonly text: string;
  readonly dot: string;
}

export const toneClasses: Readonly<Record<FeedTone, ToneClasses>> = {
  live: { edge: "border-t-feed-live", fill: "text-feed-live", text: "text-feed-live", dot: "bg-feed-live" },
  marked: {
    edge: "border-t-feed-marked",
    fill: "bg-feed-marked/15 text-feed-marked",
    text: "text-feed-marked",
    dot: "bg-feed-marked",
  },
  stale: {
    edge: "border-t-feed-stale",
    fill: "bg-feed-stale/15 text-feed-stale",
    text: "text-feed-stale",
    dot: "bg-feed-stale",
  },
  down: {
    edge: "border-t-feed-down",
    fill: "bg-feed-down/15 text-feed-down",
    text: "text-feed-down",
    dot: "bg-feed-down",
  },
  quiet: { edge: "border-t-line", fill: "bg-surface-2 text-text-2", text: "text-text-2", dot: "bg-text-3" },
};
