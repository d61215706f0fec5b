/**
 * The feed: one connection at a time, made again and again until stopped (massive-futures-api 1.4, 1.5).
 *
 * idle ──start──▶ connected (worker/feed/connection.ts) ──end──▶ retrying ──delay──▶ connected …
 *   lost or silent: retry after 0.5 to 15 s, doubled and jittered; only market data resets the doubling, a mere login does not.
 *   evicted (another connection took the slot), key refused, plan refused: retry after a minute or more, and say so.
 *   any ──stop──▶ stopped: unsubscribe, close, done.
 *
 * Knows nothing of storage and of the engine; market data leaves through `onEvent` the moment it is parsed.
 */
import type { Contract, EpochMs } from "@/lib/market/types";
import { Connection, type Standing } from "@/worker/feed/connection";
import { Intake } from "@/worker/feed/intake";
import { refusalDelay, retryDelay } from "@/worker/feed/limits";
import type { FeedOptions } from "@/worker/feed/options";
import type { Channel, Feed, FeedCode, FeedCounters, FeedStatus } from "@/worker/feed/types";
import type { StopTimer } from "@/worker/timer";

/** Makes a feed; nothing happens before `start`. */
export function createFeed(options: FeedOptions): Feed {
  return new FeedClient(options);
}

class FeedClient implements Feed {
  readonly #options: FeedOptions;
  readonly #intake: Intake;
  #tickers: readonly string[] = [];
  #mode: "idle" | "connected" | "retrying" | "stopped" = "idle";
  #connection: Connection | null = null;
  #stopRetry: StopTimer | null = null;
  #resolveStop: (() => void) | null = null;
  #stopping: Promise<void> | null = null;
  /** Retries since data last came. */
  #attempt = 0;
  /** Reconnects for silence since data last came. */
  #fruitless = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#intake = new Intake(options);
    this.setContracts(options.contracts);
  }

  start(): void {
    if (this.#mode === "idle") this.#connect();
  }

  stop(): Promise<void> {
    this.#stopping ??= new Promise((resolve) => {
      this.#mode = "stopped";
      this.#stopRetry?.();
      this.#resolveStop = resolve;
      if (this.#connection === null) resolve();
      else this.#connection.close();
    });
    return this.#stopping;
  }

  setContracts(contracts: readonly Contract[]): void {
    this.#tickers = contracts.map((contract) => contract.ticker);
    this.#intake.setContracts(contracts);
    this.#connection?.setTickers(this.#tickers);
  }

  counters(): FeedCounters {
    return { ...this.#intake.counts, rejects: { ...this.#intake.counts.rejects } };
  }

  #connect(): void {
    this.#mode = "connected";
    const host = hostOf(this.#options.url);
    this.#say({ status: "connecting", code: "FEED-CONNECT", reason: `connecting to ${host}` });
    this.#connection = new Connection(this.#options, this.#intake, this.#tickers, this.#fruitless, {
      onStanding: (standing, channels, refused) => this.#say(standing, { channels, refused }),
      onData: () => {
        this.#attempt = 0;
        this.#fruitless = 0;
      },
      onEnd: (ending) => this.#ended(ending),
    });
  }

  #ended(ending: Standing): void {
    this.#connection = null;
    if (this.#mode === "stopped") {
      this.#say(ending);
      this.#resolveStop?.();
      return;
    }
    this.#mode = "retrying";
    this.#intake.counts.disconnects += 1;
    const { random, timers, clock } = this.#options;
    const delayMs = ending.status === "disconnected" ? retryDelay(this.#attempt, random) : refusalDelay(random);
    this.#attempt += 1;
    if (ending.code === "FEED-SILENT") this.#fruitless += 1;
    this.#say(ending, { retryAt: clock.now() + delayMs });
    this.#stopRetry = timers.after(delayMs, () => this.#connect());
  }

  #say(
    { status, code, reason }: Standing,
    more: { channels?: readonly Channel[]; refused?: readonly string[]; retryAt?: EpochMs } = {},
  ): void {
    const { channels = [], refused = [], retryAt = null } = more;
    this.#options.log[levelOf(status, code)]({ code, status, channels, refused, retryAt }, `feed: ${reason}`);
    const at = this.#options.clock.now();
    this.#options.onEvent({ type: "status", status, code, reason, channels, refused, retryAt, at });
  }
}

function levelOf(status: FeedStatus, code: FeedCode): "info" | "warn" | "error" {
  if (status === "fatal") return "error";
  const isTrouble = (status === "disconnected" || status === "waiting") && code !== "FEED-STOPPED";
  return isTrouble ? "warn" : "info";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the vendor";
}
