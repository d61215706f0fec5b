/**
 * What a benchmark of pages stands on: the hub, the production web app and a browser, all ended by the benchmark's cleanups.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { random, systemClock } from "@/lib/clock";
import { createLog } from "@/lib/log";
import type { FeedStatus } from "@/lib/stream/events";
import { freePort } from "@/scripts/verify/processes";
import { Hub } from "@/worker/hub/hub";
import { startHubServer } from "@/worker/hub/server";
import { StreamGuard } from "@/worker/hub/stream-guard";
import { systemTimers } from "@/worker/timer";

/** Things to undo at the end, the last one first. */
export type Cleanups = (() => Promise<unknown> | unknown)[];

/** The launcher's own modules, which know the project's root by their place: bundled, this file lies in dist/. */
const besideLauncher = (name: string): string =>
  pathToFileURL(path.join(import.meta.dirname, "..", "scripts", name)).href;

/** The hub everyone may listen to, without a market. */
export async function startHub(cleanups: Cleanups): Promise<{ readonly hub: Hub; readonly port: number }> {
  const feed: FeedStatus = {
    state: "SIMULATED",
    source: "simulated",
    since: systemClock.now(),
    reason: "Benchmark.",
    channels: [],
    refused: [],
    ticksPerSecond: 0,
    counters: {},
  };
  const hub = new Hub({ bootId: "bench", clock: systemClock, timers: systemTimers, random, feed });
  hub.start();
  // The browser is what is measured: everyone may listen.
  const access = {
    admit: () => Promise.resolve("bench"),
    living: (ids: readonly string[]) => Promise.resolve(new Set(ids)),
  };
  const guard = new StreamGuard(access, systemTimers, createLog("bench", "warn"));
  const readiness = () => ({ ready: true, report: {} });
  const server = await startHubServer({ hub, guard, readiness }, 0);
  cleanups.push(() => server.close());
  return { hub, port: server.port };
}

/** The web app built for production, on a port of its own. Returns its address once it answers. */
export async function startWeb(
  cleanups: Cleanups,
  databaseUrl: string,
  workerPort: number,
  workDir: string,
  secret: string,
): Promise<string> {
  const { ensureWebBuilt } = (await import(besideLauncher("prepare.mjs"))) as { ensureWebBuilt(): void };
  ensureWebBuilt();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child: ChildProcess = spawn(process.execPath, [next, "start", "-H", "127.0.0.1", "-p", String(port)], {
    env: {
      ...{ PATH: process.env["PATH"] ?? "", NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", LOG_LEVEL: "warn" },
      ...{ DATABASE_URL: databaseUrl, DATA_DIR: workDir, AUTH_SECRET: secret, APP_URL: address },
      ...{ PORT: String(port), WORKER_PORT: String(workerPort), WORKER_URL: `http://127.0.0.1:${workerPort}` },
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  cleanups.push(() => child.kill("SIGTERM"));
  for (let tries = 0; tries < 300; tries += 1) {
    const ok = await fetch(`${address}/livez`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return address;
    await sleep(200);
  }
  throw new Error(`the web app did not answer at ${address}`);
}

/** The machine's Chromium without a window. */
export async function startBrowser(cleanups: Cleanups): Promise<Browser> {
  const { findBrowser } = (await import(besideLauncher("browser.mjs"))) as {
    findBrowser(own: string): string | null;
  };
  const file = findBrowser(chromium.executablePath());
  const browser = await chromium.launch({
    ...(file === null ? {} : { executablePath: file }),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
  cleanups.push(() => browser.close());
  return browser;
}

/** A reader of 1440×900 with the session of `cookie` and nothing in the cache. */
export async function signedInContext(browser: Browser, address: string, cookie: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const cookies = cookie.split("; ").map((pair) => {
    const cut = pair.indexOf("=");
    return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url: address };
  });
  await context.addCookies(cookies);
  return context;
}
