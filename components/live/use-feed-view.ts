"use client";
import { useMemo } from "react";
import { type FeedView, feedView } from "@/components/live/feed-view";
import { useConnection, useFeedStatus } from "@/components/live/hooks";

/** The feed's state as the frame shows it; the same object until something that is shown changes. */
export function useFeedView(): FeedView {
  const feed = useFeedStatus();
  const { state, since, attempts } = useConnection();
  return useMemo(
    () => feedView(feed, { state, since, attempts, offsetMs: null, latencyMs: null, undecodable: 0 }),
    [feed, state, since, attempts],
  );
}
