/**
 * Answers what people ask through the commands table: a notification is the hint, a sweep the truth, one command at a time.
 * Asks for the vendor's contract list once a day by itself. Failures are answers, never the worker's end.
 */

import type { Clock } from "@/lib/clock";
import { answerCommand, COMMANDS_CHANNEL, type CommandStep, readMeasuredDelay, takeCommand } from "@/lib/db/commands";
import { type Listener, listen } from "@/lib/db/listen";
import { openVendorKey } from "@/lib/db/vendor-key";
import type { Log } from "@/lib/log";
import { calendarOf, cmeEquityHours } from "@/lib/market/hours";
import { type Findings, probe, restSteps, socketSteps } from "@/worker/connection-test";
import type { Desk } from "@/worker/desk";
import type { RestClient } from "@/worker/feed/rest";
import type { Gate } from "@/worker/gate";
import type { Pipeline } from "@/worker/pipeline";
import { vendor, type WorkerSettings } from "@/worker/settings";
import { delay, type StopTimer, type Timers } from "@/worker/timer";
import { refreshContracts } from "@/worker/vendor-contracts";

const sweepMs = 5000;
const relistenMs = 1000;
const dayMs = 24 * 60 * 60_000;

export interface CommandsOptions {
  readonly settings: WorkerSettings;
  /** AUTH_SECRET, under which a stored key is sealed; undefined where none is set. */
  readonly secret: string | undefined;
  readonly pipeline: Pipeline;
  readonly desk: Pick<Desk, "contracts" | "contextOf" | "isOpen">;
  readonly gate: Pick<Gate, "feedState">;
  readonly rest: RestClient;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/** Begins to answer; returns what ends it. */
export function startCommands(options: CommandsOptions): () => Promise<void> {
  const { timers, log, rest, clock } = options;
  let working = false;
  let stopped = false;
  let listener: Listener | null = null;
  const sweep = (): void => {
    if (stopped || working) return;
    working = true;
    void work(options).finally(() => {
      working = false;
    });
  };
  const daily = (): void => {
    refreshContracts(rest, clock.now()).then(
      (steps) => log.info({ steps: steps.map((step) => step.message) }, "the vendor's contracts"),
      (error: unknown) => log.warn({ err: error }, "the vendor's contracts were not read, tomorrow again"),
    );
  };
  const relisten = async (): Promise<void> => {
    while (!stopped) {
      try {
        listener = await listen(COMMANDS_CHANNEL, sweep);
        if (stopped) await listener.close();
        await listener.lost;
      } catch (error) {
        log.warn({ err: error }, "notifications of commands not available, the sweep goes on");
      }
      if (!stopped) await delay(timers, relistenMs);
    }
  };
  const stops: StopTimer[] = [timers.every(sweepMs, sweep), timers.every(dayMs, daily)];
  if (options.settings.mode !== "replay") daily();
  void relisten();
  return async () => {
    stopped = true;
    for (const stop of stops) stop();
    await listener?.close().catch(() => undefined);
  };
}

async function work(options: CommandsOptions): Promise<void> {
  const { log, rest, clock } = options;
  try {
    for (let command = await takeCommand(); command !== null; command = await takeCommand()) {
      const { id, kind } = command;
      try {
        const steps =
          kind === "refresh-contracts" ? await refreshContracts(rest, clock.now()) : await test(options, id);
        await answerCommand(id, steps, "done");
      } catch (error) {
        log.warn({ err: error, command: kind }, "command failed");
        const message = "The worker could not do this; its log has the reason.";
        await answerCommand(id, [{ name: "Worker", ok: false, message }], "failed");
      }
    }
  } catch (error) {
    log.warn({ err: error }, "commands not read, the next sweep tries again");
  }
}

async function test(options: CommandsOptions, id: number): Promise<CommandStep[]> {
  const { settings, secret, desk, clock, timers, random, log } = options;
  const stored = secret === undefined ? null : await openVendorKey(secret);
  if (stored === "unreadable") {
    const message = "The stored key was sealed under another AUTH_SECRET and cannot be read: enter it again.";
    return [{ name: "Key", ok: false, message }];
  }
  const key = stored?.key ?? settings.key;
  if (key === null) return [{ name: "Key", ok: false, message: settings.keyProblem ?? "There is no API key." }];
  const own = stored === null || stored.key === settings.key;
  const message = own
    ? "Tested on the running connection: the vendor allows one per key."
    : "The stored key is not the one in use; it is tested on a short connection of its own.";
  const first: CommandStep = { name: "Way", ok: null, message };
  await answerCommand(id, [first], "running");
  const sameMarket = own || settings.mode === "live" || settings.mode === "delayed";
  const address = sameMarket ? settings : { socketUrl: vendor.realtime, restUrl: vendor.rest };
  const common = {
    ...{ socketUrl: address.socketUrl, restUrl: address.restUrl },
    key,
    clock,
    timers,
    random,
    log,
  };
  const contracts = desk.contracts();
  // The simulated market never closes; the vendor's does.
  const open = (sameMarket ? desk : calendarOf(cmeEquityHours)).isOpen(clock.now());
  const tickSizes = new Map(options.pipeline.all().map((run) => [run.contract.id, run.instrument.tickSize]));
  const tickSizeOf = (contract: { readonly id: number }): string => tickSizes.get(contract.id) ?? "0.25";
  const findings = own ? await runningFindings(options, open) : await probe({ ...common, contracts, tickSizeOf, open });
  const socket = [first, ...socketSteps(findings)];
  await answerCommand(id, socket, "running");
  return [...socket, ...(await restSteps({ ...common, root: contracts[0]?.root ?? "NQ" }))];
}

/** What the running feed has shown. */
async function runningFindings({ pipeline, gate, clock }: CommandsOptions, open: boolean): Promise<Findings> {
  const { channels, refused } = gate.feedState.current;
  const now = clock.now();
  return {
    status: gate.feedState.lastConnection,
    ...{ channels, refused, open },
    ticking: pipeline.all().map((run) => {
      const { newestAt } = run.sequencer.position;
      return { ticker: run.contract.ticker, ageMs: newestAt === 0 ? null : Math.max(0, now - newestAt) };
    }),
    delayMs: await readMeasuredDelay(),
  };
}
