/**
 * What was asked for on one connection, what was confirmed, and what follows from the difference.
 * The vendor confirms each subscription but does not say which ones it refuses, so refusals are found by what is missing
 * (massive-futures-api 1.2, 1.3). Pure bookkeeping: no socket, no time.
 */
import type { Subscription } from "@/worker/feed/messages";
import { CHANNELS, type Channel } from "@/worker/feed/types";

/** Every pair of channel and ticker, channels of one ticker together. */
export function subscriptionsOf(channels: readonly Channel[], tickers: readonly string[]): Subscription[] {
  return tickers.flatMap((ticker) => channels.map((channel): Subscription => `${channel}.${ticker}`));
}

const channelOf = (subscription: Subscription): Channel =>
  CHANNELS.find((channel) => subscription.startsWith(`${channel}.`)) ?? "T";

export class SubscriptionBook {
  readonly #wanted = new Set<Subscription>();
  readonly #confirmed = new Set<Subscription>();

  /** Adds to what is wanted; returns those that were not yet. */
  want(subscriptions: readonly Subscription[]): Subscription[] {
    const fresh = subscriptions.filter((subscription) => !this.#wanted.has(subscription));
    for (const subscription of fresh) this.#wanted.add(subscription);
    return fresh;
  }

  /** Removes everything not in `subscriptions`; returns what was confirmed and must be unsubscribed. */
  retain(subscriptions: readonly Subscription[]): Subscription[] {
    const keep = new Set(subscriptions);
    const gone = [...this.#wanted].filter((subscription) => !keep.has(subscription));
    for (const subscription of gone) this.#wanted.delete(subscription);
    return gone.filter((subscription) => this.#confirmed.delete(subscription));
  }

  /** Notes a confirmation; false when it was not wanted. */
  confirm(subscription: Subscription): boolean {
    if (!this.#wanted.has(subscription)) return false;
    this.#confirmed.add(subscription);
    return true;
  }

  /** Everything confirmed, in the order of confirmation. */
  confirmed(): Subscription[] {
    return [...this.#confirmed];
  }

  /** True when nothing is missing. */
  complete(): boolean {
    return this.#confirmed.size === this.#wanted.size;
  }

  /** Channels confirmed for at least one ticker, in the fixed order of the channels. */
  channels(): Channel[] {
    const open = new Set(this.confirmed().map(channelOf));
    return CHANNELS.filter((channel) => open.has(channel));
  }

  /** Whole channels (`T`) of which nothing was confirmed, and single subscriptions (`T.NQZ6`) missing from open ones. */
  refused(): string[] {
    const open = new Set<string>(this.channels());
    const missing = [...this.#wanted].filter((subscription) => !this.#confirmed.has(subscription));
    const names = missing.map((subscription) =>
      open.has(channelOf(subscription)) ? subscription : channelOf(subscription),
    );
    return [...new Set(names)];
  }
}
