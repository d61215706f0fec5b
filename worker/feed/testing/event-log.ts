/** Collects feed events and lets a test wait for one. For tests. */
import type { FeedEvent, FeedStatus, FeedStatusEvent, WireTrade } from "@/worker/feed/types";

export class EventLog {
  readonly events: FeedEvent[] = [];
  readonly #waiting: { matches: (event: FeedEvent) => boolean; resolve: (event: FeedEvent) => void }[] = [];
  /** Events before this one were already waited for. */
  #seen = 0;

  readonly take = (event: FeedEvent): void => {
    this.events.push(event);
    const index = this.#waiting.findIndex(({ matches }) => matches(event));
    if (index < 0) return;
    const [waiter] = this.#waiting.splice(index, 1);
    this.#seen = this.events.length;
    waiter?.resolve(event);
  };

  get trades(): WireTrade[] {
    return this.events.flatMap((event) => (event.type === "trades" ? event.trades : []));
  }

  /** The next status of a kind that was not waited for before. */
  async status(status: FeedStatus): Promise<FeedStatusEvent> {
    const event = await this.next((candidate) => candidate.type === "status" && candidate.status === status);
    return event as FeedStatusEvent;
  }

  /** The next event that matches and was not waited for before. */
  next(matches: (event: FeedEvent) => boolean): Promise<FeedEvent> {
    for (let index = this.#seen; index < this.events.length; index += 1) {
      const event = this.events[index];
      if (event === undefined || !matches(event)) continue;
      this.#seen = index + 1;
      return Promise.resolve(event);
    }
    return new Promise((resolve) => this.#waiting.push({ matches, resolve }));
  }
}
