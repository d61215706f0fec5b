/** Each way a connection can fail, in the sentence people read. Real sockets and a real HTTP server, scripted. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import type { CommandStep } from "@/lib/db/commands";
import { createLog } from "@/lib/log";
import { type Findings, probe, restSteps, socketSteps } from "@/worker/connection-test";
import { ScriptedVendor, type VendorSide } from "@/worker/feed/testing/scripted-vendor";
import { systemTimers, type Timers } from "@/worker/timer";

const log = createLog("test", "silent");
/** Twenty times as fast, so that the seconds of listening are short; the order of what happens stays. */
const fast: Timers = {
  after: (ms, run) => systemTimers.after(ms / 20, run),
  every: (ms, run) => systemTimers.every(ms / 20, run),
};
const common = { key: "k", clock: systemClock, timers: fast, random: () => 0.5, log };
/** No instrument of ours: gold, with a tick of its own. */
const gold = { id: 77, root: "GC", ticker: "GCG7", month: "2027-02", lastTradeDate: "2027-02-24" };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const said = (steps: readonly CommandStep[], name: string): string | undefined => {
  const step = steps.find((one) => one.name === name);
  return step && `${step.ok === true ? "yes" : step.ok === false ? "no" : "unknown"}: ${step.message}`;
};

async function listen(script: (side: VendorSide) => Promise<void>, open = true): Promise<CommandStep[]> {
  const vendor = await ScriptedVendor.start();
  closers.push(() => vendor.close());
  void vendor.connection().then(script);
  const { url } = vendor;
  const findings = await probe({
    ...common,
    ...{ socketUrl: url, restUrl: "http://127.0.0.1:1", contracts: [gold], tickSizeOf: () => "0.1", open },
  });
  return socketSteps(findings);
}

describe("the socket", () => {
  it("a contract of another market ticks on its own price grid, in real time", async () => {
    const steps = await listen(async (side) => {
      await side.welcome();
      side.say({ ev: "T", sym: "GCG7", p: 4_120.3, s: 1, t: systemClock.now(), q: 1 });
    });
    expect(said(steps, "Host")).toBe("yes: The vendor's host answers.");
    expect(said(steps, "Key")).toBe("yes: The key is accepted.");
    expect(said(steps, "Channels")).toBe("yes: The plan gives T, Q, A, AM.");
    expect(said(steps, "GCG7")).toBe("yes: GCG7 is ticking.");
    expect(said(steps, "Delay")).toMatch(/^yes: Trades come after \d+ ms: real time\.$/);
  });

  it("a delayed plan is said to be one", async () => {
    const steps = await listen(async (side) => {
      await side.welcome();
      side.say({ ev: "T", sym: "GCG7", p: 4_120.3, s: 1, t: systemClock.now() - 604_000, q: 1 });
    });
    expect(said(steps, "Delay")).toBe("yes: Trades come after 10.1 minutes: a delayed plan.");
  });

  it("a wrong key", async () => {
    const steps = await listen(async (side) => {
      side.status("connected");
      await side.heard();
      side.status("auth_failed", "authentication failed");
    });
    expect(said(steps, "Host")).toBe("yes: The vendor's host answers.");
    expect(said(steps, "Key")).toMatch(/^no: The key is not accepted: .*key.*\.$/);
    expect(said(steps, "Channels")).toBe(
      "unknown: Not tested: the plan and the contracts, because the key opens nothing.",
    );
    expect(said(steps, "GCG7")).toBeUndefined();
  });

  it("a plan without quotes and trades, and one without any channel", async () => {
    const some = await listen(async (side) => {
      side.status("connected");
      await side.heard();
      side.status("auth_success");
      await side.heard();
      side.confirm("A.GCG7", "AM.GCG7");
      side.status("error", "not authorized");
    });
    expect(said(some, "Channels")).toBe("yes: The plan gives A, AM; not granted: T, Q.");
    const none = await listen(async (side) => {
      side.status("connected");
      await side.heard();
      side.status("auth_success");
      side.socket.on("message", () => side.status("error", "not authorized"));
    });
    expect(said(none, "Key")).toBe("yes: The key is accepted.");
    expect(said(none, "Channels")).toBe("no: The plan gives none of the channels T, Q, A, AM.");
  });

  it("a host that does not answer", async () => {
    const findings = await probe({
      ...common,
      ...{ socketUrl: "ws://127.0.0.1:1/futures", restUrl: "", contracts: [gold], tickSizeOf: () => "0.1", open: true },
    });
    const steps = socketSteps(findings);
    expect(said(steps, "Host")).toMatch(/^no: The vendor's host does not answer: .+\.$/);
    expect(steps.slice(1)).toEqual([
      {
        name: "Key",
        ok: null,
        message: "Not tested: the key, the plan and the contracts, because there is no connection.",
      },
    ]);
  });

  it("silence is a fault only while the market is open", async () => {
    const quiet: Omit<Findings, "open"> = {
      status: { status: "subscribed", code: "FEED-OK", reason: "" },
      ...{ channels: ["T"], refused: [], ticking: [{ ticker: "GCG7", ageMs: null }], delayMs: null },
    };
    expect(said(socketSteps({ ...quiet, open: true }), "GCG7")).toBe("no: GCG7 is silent although the market is open.");
    expect(said(socketSteps({ ...quiet, open: false }), "GCG7")).toBe("unknown: GCG7 is silent: the market is closed.");
    expect(said(socketSteps({ ...quiet, open: false }), "Delay")).toBe(
      "unknown: No trade has come, so the delay is not known.",
    );
  });
});

/** Requests for rows, the one for the clock left out. */
let asked = 0;

async function rest(
  status: number,
  body: unknown,
  date = new Date(systemClock.now()),
  headers: Readonly<Record<string, string>> = {},
): Promise<CommandStep[]> {
  asked = 0;
  const server: Server = createServer((request, response) => {
    if (request.method === "GET") asked += 1;
    response.writeHead(status, { "content-type": "application/json", date: date.toUTCString(), ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => server.close());
  const restUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return restSteps({ ...common, restUrl, root: "NQ" });
}

describe("REST and the clock", () => {
  it("entitled, and clocks that agree", async () => {
    const steps = await rest(200, { status: "OK", results: [] });
    expect(said(steps, "REST")).toBe("yes: REST answers: 0 contracts of NQ.");
    expect(said(steps, "Clock")).toMatch(/^yes: Our clock differs from the vendor's by about -?\d(\.\d)? s\.$/);
  });

  it.each([
    [401, { status: "ERROR", error: "Unknown API Key" }, "no: REST refuses the key: enter it again."],
    [
      403,
      { status: "NOT_AUTHORIZED", message: "You are not entitled to this data." },
      "no: REST is outside the plan of this key: what the feed misses cannot be fetched.",
    ],
    [429, { status: "ERROR" }, "no: The vendor's REST says slow down: try again in 12 s."],
    [500, { status: "ERROR" }, "no: REST has a failure of its own: try again later."],
  ])("%i is answered at once, by one request", async (status, body, sentence) => {
    expect(said(await rest(status, body), "REST")).toBe(sentence);
    expect(asked).toBe(1);
  });

  it("a wait the vendor names is passed on", async () => {
    const steps = await rest(429, { status: "ERROR" }, new Date(systemClock.now()), { "retry-after": "37" });
    expect(said(steps, "REST")).toBe("no: The vendor's REST says slow down: try again in 37 s.");
    expect(asked).toBe(1);
  });

  it("a host that does not answer", async () => {
    const steps = await restSteps({ ...common, restUrl: "http://127.0.0.1:1", root: "NQ" });
    expect(said(steps, "REST")).toBe("no: The vendor's REST host does not answer: check the network.");
    expect(said(steps, "Clock")).toBe("unknown: The vendor's clock could not be read.");
  });

  it("a clock that is off", async () => {
    const steps = await rest(200, { status: "OK", results: [] }, new Date(systemClock.now() - 90_000));
    expect(said(steps, "Clock")).toMatch(
      /^no: Our clock differs from the vendor's by about (89|90)(\.\d)? s: set this machine's clock\.$/,
    );
  });
});
