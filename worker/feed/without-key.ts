/**
 * The vendor's feed and its REST where no usable key is: nothing is connected and nothing asked, the state says why.
 * A worker like this keeps the pages, alerts and stored trades reachable, so that a person can enter the key.
 */
import type { Clock } from "@/lib/clock";
import type { Log } from "@/lib/log";
import { noCounts } from "@/worker/feed/intake";
import type { RestClient } from "@/worker/feed/rest";
import { RestError } from "@/worker/feed/rest-http";
import type { Feed, FeedStatusEvent } from "@/worker/feed/types";

interface WithoutKeyOptions {
  /** What a person must do, one sentence. */
  readonly reason: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: FeedStatusEvent) => void;
}

/** A feed that says `fatal` once, with the reason, and never connects. */
export function feedWithoutKey({ reason, clock, log, onEvent }: WithoutKeyOptions): Feed {
  const code = "FEED-AUTH";
  return {
    start() {
      log.error({ code }, reason);
      const nothing = { channels: [], refused: [], retryAt: null };
      onEvent({ type: "status", status: "fatal", code, reason, ...nothing, at: clock.now() });
    },
    async stop() {
      return undefined;
    },
    setContracts() {
      return undefined;
    },
    counters: noCounts,
  };
}

function refused(): RestError {
  return new RestError("unauthorized", "there is no API key to ask the vendor with");
}

/** An answer that fails when it is read, as a refused key's does. */
function refusedRows<Row>(): AsyncIterable<Row> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refused()) }) };
}

/** Refuses every request with RestError `unauthorized` without sending it. */
export const restWithoutKey: RestClient = {
  trades: refusedRows,
  minuteBars: refusedRows,
  contracts: () => Promise.reject(refused()),
  schedules: () => Promise.reject(refused()),
  snapshot: () => Promise.reject(refused()),
};
