/**
 * The running worker, from a held lock to an orderly end. Start: hub, store (spool drained), recovery, inbox, feed;
 * stopped in the reverse order. Wires the parts and holds no rule of its own.
 */
import path from "node:path";
import type { Clock } from "@/lib/clock";
import { ASKS_CHANNEL, type AskRow, claimNewAsks } from "@/lib/db/asks";
import { claimNewDeliveries, type NewDelivery, SIGNAL_CHANNEL } from "@/lib/db/deliveries";
import { lastInputId } from "@/lib/db/engine-state";
import { closeOpenGaps } from "@/lib/db/gaps";
import { lastIngestId } from "@/lib/db/ticks";
import { LockNotHeld } from "@/lib/db/worker-lock";
import { ENGINE_VERSION } from "@/lib/engine/series-engine";
import type { Log } from "@/lib/log";
import { startAlertUpkeep } from "@/worker/alert-upkeep";
import { startCommands } from "@/worker/commands";
import { Desk } from "@/worker/desk";
import { createFeed } from "@/worker/feed/client";
import { createRest, type RestClient } from "@/worker/feed/rest";
import type { Feed } from "@/worker/feed/types";
import { feedWithoutKey, restWithoutKey } from "@/worker/feed/without-key";
import { Gate } from "@/worker/gate";
import type { Hub } from "@/worker/hub/hub";
import { Inbox } from "@/worker/inbox";
import { Mapping } from "@/worker/mapping";
import { Pipeline } from "@/worker/pipeline";
import { streamEvents } from "@/worker/publish";
import { startReviewNews } from "@/worker/review-news";
import type { WorkerSettings } from "@/worker/settings";
import { takeSnapshots } from "@/worker/snapshots";
import { tellStandingNotices } from "@/worker/standing-notices";
import { createSetAside } from "@/worker/store/set-aside";
import { Spool } from "@/worker/store/spool";
import { Store } from "@/worker/store/store";
import { StoreWatch } from "@/worker/store/watch";
import { createBatchWriter } from "@/worker/store/write";
import type { Timers } from "@/worker/timer";
import { startUpkeep } from "@/worker/upkeep";

/** Time Postgres is given at the end; what it has not taken then goes to the spool. */
const closeDeadlineMs = 2500;

export interface WorkerOptions {
  readonly settings: WorkerSettings;
  readonly dataDir: string;
  /** AUTH_SECRET, for a stored key of the vendor. */
  readonly secret?: string | undefined;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
  /** False while the lock is lost: then another worker may write, and this one must not. */
  readonly holdsLock: () => boolean;
  /** Something broke that only a new start can mend. */
  readonly onFatal: (error: Error) => void;
}

/** A worker that is past its recovery. */
export interface Worker {
  /** True while live trades pass and the database takes them. */
  readonly live: () => boolean;
  /** Counters and queue sizes, for /readyz. */
  readonly report: () => Readonly<Record<string, unknown>>;
  /** Stops the intake, writes what is there, and resolves. */
  stop(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly desk: Desk;
  readonly inbox: Inbox<NewDelivery>;
  readonly asks: Inbox<AskRow>;
  /** Reads the highest numbers given so far. Only after the spool is drained: its rows carry the highest of all. */
  readonly readNumbers: () => Promise<void>;
}

/** Recovers and goes live; resolves when the feed has been started. Rejects when the database cannot be read. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { log, clock } = options;
  const startedAt = clock.now();
  let mapping: Mapping | null = null;
  const parts = await build(options, () => mapping?.follow());
  await parts.desk.load(clock.now());
  await parts.store.recover();
  await parts.readNumbers();
  await closeOpenGaps(clock.now());
  await parts.desk.recover();
  await tellStandingNotices(options.hub, clock.now());
  await Promise.all([parts.inbox.start(), parts.asks.start()]);
  const { gate, feed, rest } = connect(options, parts);
  const stopUpkeep = startUpkeep({ ...options, ...parts, rest });
  const stopAlertUpkeep = startAlertUpkeep({
    ...options,
    delayMs: options.settings.delayMs,
    onNotices: (notices) => options.hub.publish(notices.map((notice) => ({ type: "notice", notice }))),
  });
  const stopReviewNews = startReviewNews({
    ...options,
    onReviews: (reviews) => options.hub.publish([{ type: "review", reviews }]),
  });
  mapping = new Mapping({ ...options, ...parts, gate, feed });
  const watch = new StoreWatch({
    ...{ clock, timers: options.timers },
    stats: () => parts.store.stats(),
    onNotice: (notice) => options.hub.publish([{ type: "notice", notice }]),
  });
  watch.start();
  gate.start();
  feed.start();
  mapping.start();
  const stopCommands = startCommands({ ...options, ...parts, secret: options.secret, gate, rest });
  log.info({ mode: options.settings.mode, recoveryMs: clock.now() - startedAt }, "recovered, feed started");
  return {
    live: () => gate.isOpen && watch.behindSince === null,
    report: () => ({ ...report(parts, gate, feed), storeBehindSince: watch.behindSince }),
    async stop() {
      stopUpkeep();
      await Promise.all([mapping?.stop(), stopCommands()]);
      watch.stop();
      gate.stop();
      await feed.stop();
      await Promise.all([parts.inbox.stop(), parts.asks.stop(), stopAlertUpkeep(), stopReviewNews()]);
      parts.pipeline.storeRunning(true);
      takeSnapshots(parts.pipeline.all(), parts.store, clock.now(), true);
      await parts.store.close(closeDeadlineMs);
    },
  };
}

async function build(options: WorkerOptions, onUnrouted: () => void): Promise<Parts> {
  const { settings, hub, timers, random, log, clock, dataDir, holdsLock, onFatal } = options;
  const { mode } = settings;
  const spool = new Spool(path.join(dataDir, "spool"), (damage) =>
    log.error({ code: "SPOOL-DAMAGED", ...damage }, "a spooled batch could not be read back and is left out"),
  );
  await spool.open();
  if (!spool.empty) log.info({ bytes: spool.bytes }, "batches of an earlier run wait on disk");
  let inputId = 0;
  const nextInputId = (): number => {
    inputId += 1;
    return inputId;
  };
  const writeBatch = createBatchWriter((contractId) => {
    const context = desk.contextOf(contractId);
    if (context === undefined) throw new Error(`contract ${contractId}: expected one of the contracts table`);
    return context;
  });
  const store = new Store({
    ...{ spool, timers, random, log, onFatal },
    madeBy: { source: mode, engineVersion: ENGINE_VERSION },
    write: async (batch) => {
      if (!holdsLock()) throw new LockNotHeld();
      return writeBatch(batch);
    },
    onCommitted: (batch, { notices }) => {
      inbox.committed(batch.applied);
      asks.committed(batch.verdicts.map(({ id }) => id));
      hub.publish(streamEvents(batch.facts, notices, (contractId) => desk.contextOf(contractId)));
    },
    setAside: createSetAside(path.join(dataDir, "rejected.ndjson"), log, clock, (notice) =>
      store.append((batch) => batch.notices.push(notice), true),
    ),
  });
  const pipeline = new Pipeline({ mode, store, hub });
  const desk: Desk = new Desk({ mode, nextInputId, log, store, hub, onUnrouted }, pipeline);
  const inbox = new Inbox<NewDelivery>({
    ...{ what: "alerts", channel: SIGNAL_CHANNEL, claim: claimNewDeliveries, timers, log },
    onRow: (delivery) => desk.route(delivery),
  });
  const asks = new Inbox<AskRow>({
    ...{ what: "asks", channel: ASKS_CHANNEL, claim: claimNewAsks, timers, log },
    onRow: (row) => desk.ask(row),
  });
  const readNumbers = async (): Promise<void> => {
    inputId = await lastInputId();
    pipeline.numberAfter(await lastIngestId());
  };
  return { store, pipeline, desk, inbox, asks, readNumbers };
}

function connect(options: WorkerOptions, { pipeline, desk }: Parts): { gate: Gate; feed: Feed; rest: RestClient } {
  const { settings, clock, timers, random, log, hub } = options;
  const { mode, key, keyProblem, socketUrl, restUrl, delayMs } = settings;
  const rest = key === null ? restWithoutKey : createRest({ url: restUrl, key, timers, random, log });
  const gate = new Gate({
    ...{ mode, pipeline, hub, calendar: desk, clock, timers, log },
    trades: (ticker, from, to, scale) => rest.trades(ticker, from, to, scale),
    minuteBars: (ticker, from, to, scale) => rest.minuteBars(ticker, from, to, scale),
    counters: () => counters(feed, pipeline),
  });
  if (key === null) {
    const reason = keyProblem ?? "There is no API key.";
    const feed: Feed = feedWithoutKey({ reason, clock, log, onEvent: (event) => gate.onEvent(event) });
    return { gate, feed, rest };
  }
  const feed: Feed = createFeed({
    ...{ url: socketUrl, key, clock, timers, random, log, delayMs },
    contracts: desk.contracts(),
    scaleOf: (contract) => {
      const context = desk.contextOf(contract.id);
      if (context === undefined) throw new Error(`contract ${contract.ticker}: expected one of the contracts table`);
      return context.scale;
    },
    isOpen: (at) => mode !== "replay" && desk.isOpen(at),
    onEvent: (event) => gate.onEvent(event),
  });
  return { gate, feed, rest };
}

/** What the feed's state carries for people. */
function counters(feed: Feed, pipeline: Pipeline): Record<string, number> {
  const { frames, connections, disconnects, rejects } = feed.counters();
  const { trades, duplicates, suspicious, late } = pipeline.stats();
  const rejected = Object.values(rejects).reduce((sum, count) => sum + count, 0);
  return { frames, connections, disconnects, rejected, trades, duplicates, suspicious, late };
}

function report({ store, pipeline, inbox }: Parts, gate: Gate, feed: Feed): Record<string, unknown> {
  const { state, reason, since, ticksPerSecond } = gate.feedState.current;
  return {
    feed: { state, reason, since, ticksPerSecond, held: gate.heldCount, ...feed.counters() },
    pipeline: pipeline.stats(),
    store: store.stats(),
    inbox: { onTheirWay: inbox.size },
    contracts: pipeline.all().map((run) => {
      const { clock, newestAt, ingestId } = run.sequencer.position;
      const waiting = run.sequencer.waitingCount;
      return {
        ticker: run.contract.ticker,
        clock,
        newestAt,
        ingestId,
        waitingAlerts: waiting,
        ticks: run.engine.counters.read,
      };
    }),
  };
}
