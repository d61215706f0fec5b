/**
 * The test of the vendor's connection, step by step in plain sentences. The vendor allows one connection per key, so the key
 * in use is judged by the running feed, and only another key gets a short connection of its own.
 */
import type { Clock } from "@/lib/clock";
import type { CommandStep } from "@/lib/db/commands";
import type { Log } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { newYorkDate } from "@/lib/market/session";
import type { Contract } from "@/lib/market/types";
import { createFeed } from "@/worker/feed/client";
import { createRest } from "@/worker/feed/rest";
import { RestError, restLimits } from "@/worker/feed/rest-http";
import type { FeedStatusEvent } from "@/worker/feed/types";
import { delay, type Timers } from "@/worker/timer";

/** How long another key's connection listens: refusals are known only 5 s after each of the two requests a plan may need. */
const listenMs = 12_000;
const skewMsMax = 2000;
const realTimeMsMax = 60_000;
const hostMsMax = 5000;

/** One contract and when it last traded, ms ago; null when it has not. */
export interface Ticking {
  readonly ticker: string;
  readonly ageMs: number | null;
}

/** What a connection has shown. */
export interface Findings {
  readonly status: Pick<FeedStatusEvent, "status" | "code" | "reason"> | null;
  readonly channels: readonly string[];
  readonly refused: readonly string[];
  readonly ticking: readonly Ticking[];
  readonly delayMs: number | null;
  readonly open: boolean;
}

/** A contract that traded longer ago counts as silent. */
const tickingMsMax = 60_000;

/** The socket's part of the test as sentences; pure. */
export function socketSteps(findings: Findings): CommandStep[] {
  const { status, channels, refused, ticking, delayMs, open } = findings;
  const away = status === null || status.status === "connecting" || status.status === "disconnected";
  const reached = !away || status?.code === "FEED-STOPPED";
  // A plan without any channel is said after the key was taken.
  const accepted = status?.status === "connected" || status?.status === "subscribed" || status?.code === "FEED-PLAN";
  const known = accepted || channels.length > 0;
  const host = reached
    ? "The vendor's host answers."
    : `The vendor's host does not answer: ${status?.reason ?? "no answer"}.`;
  const begin: CommandStep = { name: "Host", ok: reached, message: host };
  // What was not reached says nothing of the rest: a key nobody has seen is not refused, and no contract is silent.
  if (!reached && !known)
    return [begin, notTested("Key", "the key, the plan and the contracts", "there is no connection")];
  const key = known ? "The key is accepted." : `The key is not accepted${status === null ? "" : `: ${status.reason}`}.`;
  const plan =
    channels.length === 0
      ? "The plan gives none of the channels T, Q, A, AM."
      : `The plan gives ${channels.join(", ")}${refused.length === 0 ? "" : `; not granted: ${refused.join(", ")}`}.`;
  const proof: CommandStep = { name: "Key", ok: known, message: key };
  if (!known) return [begin, proof, notTested("Channels", "the plan and the contracts", "the key opens nothing")];
  return [
    begin,
    proof,
    { name: "Channels", ok: channels.length > 0, message: plan },
    ...ticking.map(({ ticker, ageMs }): CommandStep => {
      const ok = ageMs !== null && ageMs <= tickingMsMax;
      const silent = `${ticker} is silent${open ? " although the market is open" : ": the market is closed"}.`;
      return { name: ticker, ok: ok ? true : open ? false : null, message: ok ? `${ticker} is ticking.` : silent };
    }),
    delayStep(delayMs),
  ];
}

function notTested(name: string, what: string, why: string): CommandStep {
  return { name, ok: null, message: `Not tested: ${what}, because ${why}.` };
}

function delayStep(ms: number | null): CommandStep {
  if (ms === null) return { name: "Delay", ok: null, message: "No trade has come, so the delay is not known." };
  const realTime = ms <= realTimeMsMax;
  const text = realTime ? `${Math.round(ms)} ms: real time` : `${Math.round(ms / 6000) / 10} minutes: a delayed plan`;
  return { name: "Delay", ok: true, message: `Trades come after ${text}.` };
}

export interface ProbeOptions {
  readonly socketUrl: string;
  readonly restUrl: string;
  readonly key: string;
  readonly contracts: readonly Contract[];
  readonly tickSizeOf: (contract: Contract) => string;
  readonly open: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}

/** A short connection with a key that nothing else uses. */
export async function probe(options: ProbeOptions): Promise<Findings> {
  const { socketUrl, key, contracts, tickSizeOf, open, clock, timers, random, log } = options;
  const lastAt = new Map<number, number>();
  let delayMs: number | null = null;
  let last: FeedStatusEvent | null = null;
  let best: FeedStatusEvent | null = null;
  const feed = createFeed({
    ...{ url: socketUrl, key, contracts, clock, timers, random, log, delayMs: 0, isOpen: () => false },
    scaleOf: (contract) => priceScale(tickSizeOf(contract)),
    onEvent: (event) => {
      if (event.type === "status") {
        if (event.code !== "FEED-STOPPED") last = event;
        if (event.status === "subscribed") best = event;
      } else if (event.type === "trades") {
        for (const trade of event.trades) {
          lastAt.set(trade.contractId, trade.receivedAt);
          delayMs = trade.receivedAt - trade.exchangeAt;
        }
      }
    },
  });
  feed.start();
  await delay(timers, listenMs);
  await feed.stop();
  const status = (best ?? last) as FeedStatusEvent | null;
  const now = clock.now();
  const ticking = contracts.map(({ id, ticker }) => {
    const at = lastAt.get(id);
    return { ticker, ageMs: at === undefined ? null : now - at };
  });
  return { status, channels: status?.channels ?? [], refused: status?.refused ?? [], ticking, delayMs, open };
}

/** REST entitlement and the distance of our clock to the vendor's. */
export async function restSteps(
  options: Pick<ProbeOptions, "restUrl" | "key" | "clock" | "timers" | "random" | "log"> & { readonly root: string },
): Promise<CommandStep[]> {
  const { restUrl, key, clock, timers, random, log, root } = options;
  const steps: CommandStep[] = [];
  try {
    // A person waits: one try, and its refusal is the answer.
    const rest = createRest({ url: restUrl, key, timers, random, log, tries: 1 });
    const rows = await rest.contracts(root, newYorkDate(clock.now()));
    steps.push({ name: "REST", ok: true, message: `REST answers: ${rows.length} contracts of ${root}.` });
  } catch (error) {
    steps.push({ name: "REST", ok: false, message: restProblem(error) });
  }
  const skew = await measureSkew(restUrl, clock);
  if (skew === null) steps.push({ name: "Clock", ok: null, message: "The vendor's clock could not be read." });
  else {
    const ok = Math.abs(skew) <= skewMsMax;
    const text = `Our clock differs from the vendor's by about ${Math.round(skew / 100) / 10} s`;
    steps.push({ name: "Clock", ok, message: ok ? `${text}.` : `${text}: set this machine's clock.` });
  }
  return steps;
}

/** Why REST gives nothing, in a sentence that says what to do. */
function restProblem(error: unknown): string {
  if (!(error instanceof RestError)) return "REST does not answer.";
  switch (error.failure) {
    case "unauthorized":
      return "REST refuses the key: enter it again.";
    case "not-entitled":
      return "REST is outside the plan of this key: what the feed misses cannot be fetched.";
    case "throttled": {
      const seconds = Math.ceil((error.waitMs ?? restLimits.throttledMsMin) / 1000);
      return `The vendor's REST says slow down: try again in ${seconds} s.`;
    }
    case "network":
      return "The vendor's REST host does not answer: check the network.";
    case "server":
      return "REST has a failure of its own: try again later.";
    default:
      return `REST answers in a way that cannot be read: ${error.message}.`;
  }
}

/** Ours less theirs, ms, to about a second: an HTTP date has whole seconds. */
async function measureSkew(url: string, clock: Clock): Promise<number | null> {
  const before = clock.now();
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(hostMsMax) });
    const theirs = Date.parse(response.headers.get("date") ?? "");
    return Number.isNaN(theirs) ? null : (before + clock.now()) / 2 - (theirs + 500);
  } catch {
    return null;
  }
}
