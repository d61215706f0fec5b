/**
 * The worker process: environment, lock, port, worker, and an orderly end.
 * Only one worker runs at a time: a second one says so, stands by, and takes over when the first is gone.
 * SIGTERM and SIGINT drain and end with 0; a second signal ends at once. Anything unexpected ends with 1 for the
 * launcher to start a new process, because the start is the recovery.
 */
import { randomBytes } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { random, systemClock } from "@/lib/clock";
import { closeDb } from "@/lib/db/client";
import { type OpenedKey, openVendorKey } from "@/lib/db/vendor-key";
import { ensureSource } from "@/lib/db/webhooks";
import { tryWorkerLock, type WorkerLock } from "@/lib/db/worker-lock";
import { type Env, env as readEnv } from "@/lib/env";
import { createLog, type Log } from "@/lib/log";
import { FeedStateMachine } from "@/worker/feed-state";
import { Hub } from "@/worker/hub/hub";
import { type Readiness, startHubServer } from "@/worker/hub/server";
import { StreamGuard } from "@/worker/hub/stream-guard";
import { sessionAccess } from "@/worker/session-access";
import { needsStoredKey, type WorkerSettings, workerSettings } from "@/worker/settings";
import { delay, systemTimers } from "@/worker/timer";
import { startWorker, type Worker } from "@/worker/worker";

/** How often a standby asks for the lock; a takeover takes no longer than this. */
const lockPeriodMs = 1000;
/** An orderly end must not take longer (faults P02). */
const stopMsMax = 4500;
/** Period of the timer that measures the delay of the event loop. */
const loopResolutionMs = 10;
/** The simulated exchange's alerts come from this source; they never count as live. */
const simulatorSource = "simulator";

/** Waits for the lock; says once that another worker holds it. */
async function acquireLock(log: Log): Promise<WorkerLock> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const lock = await tryWorkerLock();
      if (lock !== null) return lock;
      if (attempt === 1) log.warn({ code: "LOCK-HELD" }, "another worker is running; standing by");
    } catch (error) {
      log.warn({ err: error, attempt }, "database not reachable, will try again");
    }
    await delay(systemTimers, lockPeriodMs);
  }
}

interface LockKeeping {
  readonly log: Log;
  readonly stopping: () => boolean;
  /** Told when the lock is lost and when it is held again. */
  readonly onChange: (held: boolean) => void;
  readonly onFatal: (error: Error) => void;
}

/** A lost lock is taken again at once (the database restarted) or another worker has it: then this one must go. */
async function keepLock(lock: WorkerLock, { log, stopping, onChange, onFatal }: LockKeeping): Promise<void> {
  let held = lock;
  for (;;) {
    const reason = await held.lost;
    if (stopping()) return;
    onChange(false);
    log.warn({ err: reason }, "worker lock lost, taking it again");
    for (;;) {
      const again = await tryWorkerLock().catch(() => "unreachable" as const);
      if (again === null) {
        onFatal(new Error("another worker has taken the lock while this one had lost it"));
        return;
      }
      if (again !== "unreachable") {
        held = again;
        onChange(true);
        log.info("worker lock held again");
        break;
      }
      await delay(systemTimers, lockPeriodMs);
    }
  }
}

interface Process {
  readonly env: Env;
  readonly settings: WorkerSettings;
  readonly log: Log;
}

/** The key an admin has entered, when the environment names none. Waits for the database. */
async function storedKey(env: Env, log: Log): Promise<OpenedKey> {
  if (!needsStoredKey(env) || env.AUTH_SECRET === undefined) return null;
  for (;;) {
    try {
      return await openVendorKey(env.AUTH_SECRET);
    } catch (error) {
      log.warn({ err: error }, "database not reachable, will try again");
    }
    await delay(systemTimers, lockPeriodMs);
  }
}

/** Reads the environment; a mistake is one clear line and exit 2. */
async function configure(): Promise<Process | null> {
  try {
    const env = readEnv();
    const log = createLog("worker", env.LOG_LEVEL);
    const settings = workerSettings(env, await storedKey(env, log));
    if (!("error" in settings)) return { env, settings, log };
    process.stderr.write(`${settings.error}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = 2;
  await closeDb();
  return null;
}

/** Ctrl-C reaches the worker twice, from the terminal and from the launcher: within this time it is one request. */
const sameRequestMs = 1000;

async function run({ env, settings, log }: Process): Promise<void> {
  const fatal = (error: Error): void => {
    log.fatal({ err: error }, "the worker cannot go on");
    process.exit(1);
  };
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", (reason) => fatal(reason instanceof Error ? reason : new Error(String(reason))));
  let worker: Worker | null = null;
  let ending: (() => Promise<void>) | null = null;
  let stopping = false;
  let stopAskedAt = 0;
  const stop = (signal: string): void => {
    if (ending === null) process.exit(0);
    if (stopping) {
      if (systemClock.now() - stopAskedAt < sameRequestMs) return;
      process.exit(130);
    }
    stopping = true;
    stopAskedAt = systemClock.now();
    log.info({ signal }, "stopping");
    systemTimers.after(stopMsMax, () => fatal(new Error(`still busy ${stopMsMax} ms after ${signal}`)));
    ending().then(() => process.exit(0), fatal);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(signal));

  const lock = await acquireLock(log);
  const bootId = randomBytes(6).toString("hex");
  const feed = new FeedStateMachine(settings.mode, systemClock.now()).current;
  const hub = new Hub({ bootId, clock: systemClock, timers: systemTimers, random, feed });
  hub.start();
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loop.enable();
  const readiness = (): Readiness => {
    // The histogram measures the distance of its own timer's turns: its period is no delay.
    const ms = (nanoseconds: number): number => Math.max(0, Math.round(nanoseconds / 1e4) / 100 - loopResolutionMs);
    const eventLoop = { p50Ms: ms(loop.percentile(50)), p99Ms: ms(loop.percentile(99)), maxMs: ms(loop.max) };
    const own = { pid: process.pid, bootId, mode: settings.mode, phase: worker === null ? "recovering" : "running" };
    const memory = { rssBytes: process.memoryUsage.rss() };
    const parts = worker === null ? {} : worker.report();
    return { ready: worker?.live() ?? false, report: { ...own, hub: hub.stats(), ...parts, eventLoop, memory } };
  };
  const guard = new StreamGuard(sessionAccess(systemClock), systemTimers, log);
  const server = await startHubServer({ hub, guard, readiness }, env.WORKER_PORT);
  log.info({ port: server.port, bootId }, "event stream open");
  ending = async () => {
    const closed = server.close();
    await worker?.stop();
    await lock.release();
    await closeDb();
    await closed;
  };
  if (settings.mode === "simulated" && env.SIMULATOR_WEBHOOK_TOKEN !== undefined) {
    await ensureSource(simulatorSource, env.SIMULATOR_WEBHOOK_TOKEN, true);
  }
  const shared = {
    settings,
    dataDir: env.DATA_DIR,
    secret: env.AUTH_SECRET,
    hub,
    clock: systemClock,
    timers: systemTimers,
    random,
    log,
  };
  let holdsLock = true;
  const onChange = (held: boolean): void => {
    holdsLock = held;
  };
  void keepLock(lock, { log, stopping: () => stopping, onChange, onFatal: fatal });
  worker = await startWorker({ ...shared, holdsLock: () => holdsLock, onFatal: fatal });
}

const configured = await configure();
if (configured !== null) {
  run(configured).catch((error: unknown) => {
    configured.log.fatal({ err: error }, "the worker could not start");
    process.exit(1);
  });
}
