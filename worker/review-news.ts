/**
 * Tells the stream what people do to reviews: Postgres notifies at each commit, so this process and its pages learn of it at
 * once. What was told while nobody listened is unknown, so every (re)connection says "read again" first.
 */
import { z } from "zod";
import { type Listener, listen } from "@/lib/db/listen";
import { REVIEW_CHANNEL } from "@/lib/db/review-rows";
import type { Log } from "@/lib/log";
import type { ReviewNews } from "@/lib/stream/events";
import { delay, type Timers } from "@/worker/timer";

const relistenMs = 1000;

const payload = z.array(
  z.object({
    signalId: z.string(),
    version: z.int(),
    at: z.int(),
    actor: z.string(),
    action: z.string(),
  }),
);

export interface ReviewNewsOptions {
  readonly timers: Timers;
  readonly log: Log;
  /** Changed reviews; empty when many or unknown ones changed. */
  readonly onReviews: (reviews: readonly ReviewNews[]) => void;
}

/** What a notification says; empty (read again) when it cannot be read. */
function readPayload(text: string, log: Log): readonly ReviewNews[] {
  try {
    return payload.parse(JSON.parse(text));
  } catch (error) {
    log.warn({ err: error }, "a notification of a review could not be read; pages read their reviews again");
    return [];
  }
}

/** Begins to listen; returns what ends it. */
export function startReviewNews({ timers, log, onReviews }: ReviewNewsOptions): () => Promise<void> {
  let stopped = false;
  let listener: Listener | null = null;
  const relisten = async (): Promise<void> => {
    while (!stopped) {
      try {
        listener = await listen(REVIEW_CHANNEL, (text) => onReviews(readPayload(text, log)));
        if (stopped) await listener.close();
        else onReviews([]);
        await listener.lost;
      } catch (error) {
        log.warn({ err: error }, "notifications of reviews not available, tried again");
      }
      if (!stopped) await delay(timers, relistenMs);
    }
  };
  void relisten();
  return async () => {
    stopped = true;
    await listener?.close().catch(() => undefined);
  };
}
