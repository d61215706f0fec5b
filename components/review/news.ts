"use client";
/** What others do to reviews, as the stream tells it. */
import { useEffect, useRef } from "react";
import { liveStore } from "@/components/live/live-store";
import type { ReviewNews } from "@/lib/stream/events";

/** Calls `onNews` with each change; with an empty list when many or unknown reviews changed. */
export function useReviewNews(onNews: (reviews: readonly ReviewNews[]) => void): void {
  const latest = useRef(onNews);
  useEffect(() => {
    latest.current = onNews;
  });
  useEffect(
    () =>
      liveStore().onEvent((event) => {
        if (event.type === "review") latest.current(event.reviews);
      }),
    [],
  );
}
