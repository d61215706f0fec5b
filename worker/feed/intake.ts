/**
 * From a raw frame to events for the pipeline: parse, count, hand over. Nothing else happens per message.
 * Keeps the counters and limits what refused frames may write into the log. Knows no connection state.
 */
import type { Clock } from "@/lib/clock";
import type { Log } from "@/lib/log";
import type { Contract, EpochMs } from "@/lib/market/types";
import { FutureGuard } from "@/worker/feed/future-guard";
import { feedLimits } from "@/worker/feed/limits";
import { type KnownContract, type ParsedFrame, parseFrame, type StatusMessage } from "@/worker/feed/parse";
import type { FeedCounters, FeedEvent, RejectReason, ScaleOf } from "@/worker/feed/types";

const MINUTE_MS = 60_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counters of a feed that has received nothing. */
export function noCounts(): Mutable<Omit<FeedCounters, "rejects">> & { rejects: Record<RejectReason, number> } {
  return {
    frames: 0,
    bytes: 0,
    trades: 0,
    quotes: 0,
    aggregates: 0,
    connections: 0,
    disconnects: 0,
    unknownFields: 0,
    unknownStatuses: 0,
    rejects: {
      "binary-frame": 0,
      "malformed-json": 0,
      "not-an-array": 0,
      "not-an-object": 0,
      "missing-event": 0,
      "unknown-event": 0,
      "unknown-symbol": 0,
      "missing-price": 0,
      "bad-price": 0,
      "non-positive-price": 0,
      "off-tick-price": 0,
      "bad-size": 0,
      "bad-time": 0,
      "bad-sequence": 0,
      "bad-range": 0,
    },
  };
}

export interface IntakeOptions {
  readonly scaleOf: ScaleOf;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: FeedEvent) => void;
}

export class Intake {
  readonly counts = noCounts();
  readonly #options: IntakeOptions;
  readonly #future = new FutureGuard();
  #contracts: ReadonlyMap<string, KnownContract> = new Map();
  #minute = 0;
  #logged = 0;
  #suppressed = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Contracts whose events are taken; events of others are refused as unknown symbols. */
  setContracts(contracts: readonly Contract[]): void {
    const known = contracts.map((contract) => [contract.ticker, knownOf(contract, this.#options.scaleOf)] as const);
    this.#contracts = new Map(known);
  }

  /**
   * Takes one frame and hands its market data over.
   * @returns the status messages it held, for the connection, and whether it held market data
   */
  take(data: Buffer, isBinary: boolean): { statuses: readonly StatusMessage[]; hadData: boolean } {
    this.counts.frames += 1;
    this.counts.bytes += data.length;
    const receivedAt = this.#options.clock.now();
    if (isBinary) {
      this.#refuse(["binary-frame"], data.subarray(0, feedLimits.rejectSampleCharsMax).toString("latin1"), receivedAt);
      return { statuses: [], hadData: false };
    }
    const text = data.toString("utf8");
    const frame = parseFrame(text, (ticker) => this.#contracts.get(ticker), receivedAt);
    this.counts.unknownFields += frame.unknownFields;
    if (frame.rejects.length > 0) this.#refuse(frame.rejects, text, receivedAt);
    return { statuses: frame.statuses, hadData: this.#handOver(frame) };
  }

  /** A connection begins: what the one before left undecided is asked for again. */
  begin(): void {
    this.counts.connections += 1;
    this.#future.forget();
  }

  #handOver({ trades, quotes, aggregates }: ParsedFrame): boolean {
    const { onEvent, clock } = this.#options;
    const { passed, refused } = this.#future.admit(trades);
    if (refused.length > 0)
      this.#refuse(
        refused.map(() => "bad-time"),
        JSON.stringify(refused),
        clock.now(),
      );
    this.counts.trades += passed.length;
    this.counts.quotes += quotes.length;
    this.counts.aggregates += aggregates.length;
    if (passed.length > 0) onEvent({ type: "trades", trades: passed });
    if (quotes.length > 0) onEvent({ type: "quotes", quotes });
    if (aggregates.length > 0) onEvent({ type: "aggregates", aggregates });
    return trades.length + quotes.length + aggregates.length > 0;
  }

  #refuse(reasons: readonly RejectReason[], text: string, at: EpochMs): void {
    for (const reason of reasons) this.counts.rejects[reason] += 1;
    const minute = Math.floor(at / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#logged = 0;
    }
    if (this.#logged >= feedLimits.rejectLogsPerMinuteMax) {
      this.#suppressed += 1;
      return;
    }
    this.#logged += 1;
    const sample = text.slice(0, feedLimits.rejectSampleCharsMax);
    const seen = [...new Set(reasons)];
    this.#options.log.warn(
      { code: "FEED-REJECT", reasons: seen, events: reasons.length, sample, notLoggedBefore: this.#suppressed },
      "feed: refused part of a frame",
    );
    this.#suppressed = 0;
  }
}

function knownOf(contract: Contract, scaleOf: ScaleOf): KnownContract {
  return { id: contract.id, scale: scaleOf(contract) };
}
