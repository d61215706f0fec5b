/**
 * `npm run bench -- lab-web [--signals N] [--runs N]`: the Signal Lab and MFE Explore as their readers have them, on a copy of the
 * database `bench -- lab` filled: routes of the production web app with a session, first paint in Chromium, scrolling.
 * Exit 1 when a route's p95 or a first paint is above its goal.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import pg from "pg";
import { openDatabase } from "@/scripts/open-database";
import { type Case, measure, timingHead, timingLine } from "./lab/measure";
import { labPage, mfePage, scrolling, visits } from "./lab/visits";
import { listenerCookie } from "./pipeline/listener";
import { type Cleanups, startBrowser, startHub, startWeb } from "./web/start";

/** p95 of any route, ms. */
const GOAL_MS = 150;
/** Until something is painted of a page, ms, in every visit. */
const FIRST_PAINT_GOAL_MS = 1_000;

const routes = [
  "/api/lab?limit=100",
  "/api/lab?limit=100&sort=noBeMfe",
  "/api/lab?limit=100&sort=exitPrice&dir=asc",
  "/api/lab?limit=100&sort=session",
  "/api/lab?limit=100&instrument=NQ&session=NY AM&status=CLOSED&mfe=5..",
  "/api/lab?limit=100&text=NQZ3",
  "/api/lab?limit=100&text=no&sort=noBeMfe",
  "/api/lab?limit=100&flag=tracking_gap",
  "/api/lab?limit=100&group=session",
  "/api/lab/groups?",
  "/api/lab/groups?group=session",
  "/api/lab/groups?group=day",
  "/api/lab/groups?group=contract&direction=bearish",
  "/api/lab/facets?",
  "/api/lab/facets?session=NY AM",
  "/api/lab/facets?session=NY AM&status=CLOSED",
  "/api/lab/facets?session=NY AM&flag=tracking_gap&instrument=NQ",
] as const;
/** Asked with another set of days each time (all the same entries), so that no answer is a remembered one. */
const statistics = [
  "/api/analysis?",
  "/api/analysis?variant=be&target=3",
  "/api/analysis?direction=bearish&unit=usd",
  "/api/analysis?session=NY AM&status=CLOSED",
  "/api/analysis/surface?",
  "/api/analysis/surface?session=NY AM",
  "/api/analysis/trades?mark=all",
  "/api/analysis/trades?mark=hit:no-be:3",
  "/api/analysis/export?figure=surface",
] as const;
/** Before all generated data. */
const DAYS_BEFORE = Date.UTC(1970, 0, 1);
const DAY_MS = 86_400_000;

const cleanups: Cleanups = [];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * A copy of the filled database for what visitors write, made anew: a run that was killed leaves only a copy that is dropped here.
 * Throws when there is nothing to copy.
 */
async function copyOf(server: string, name: string): Promise<string> {
  const asAdmin = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const drop = `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(`${name}_web`)} WITH (FORCE)`;
  const [from, to] = [name, `${name}_web`].map((one) => pg.escapeIdentifier(one));
  try {
    await asAdmin(drop, `CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY FILE_COPY`);
  } catch (error) {
    throw new Error(`expected a database ${name}, as "npm run bench -- lab" makes it: ${String(error)}`);
  }
  cleanups.push(() => asAdmin(drop));
  const copy = new URL(server);
  copy.pathname = `/${name}_web`;
  return copy.href;
}

function routeCases(address: string, cookie: string): Case[] {
  const ask = async (route: string) => {
    const response = await fetch(`${address}${route}`, { headers: { cookie } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: expected an answer, got ${response.status} ${text.slice(0, 200)}`);
  };
  const sourced = (route: string) => `${route}${route.endsWith("?") ? "" : "&"}source=simulated`;
  let asked = 0;
  const unheard = () => {
    asked += 1;
    return new Date(DAYS_BEFORE + asked * DAY_MS).toISOString().slice(0, 10);
  };
  return [
    { name: "baseline: /livez", run: () => ask("/livez") },
    ...routes.map((route) => ({ name: route, run: () => ask(sourced(route)) })),
    ...statistics.map((route) => ({ name: route, run: () => ask(`${sourced(route)}&from=${unheard()}`) })),
  ];
}

/** Says what is measured and where. Settles the copy first: a migration that wrote the entries anew leaves them unknown to the planner. */
async function settle(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("VACUUM ANALYZE");
    const { rows } = await client.query<{ n: string; version: string }>(
      "SELECT count(*) AS n, current_setting('server_version') AS version FROM lab_entries",
    );
    const load = os.loadavg().map((value) => value.toFixed(1));
    say(`${rows[0]?.n} entries, PostgreSQL ${rows[0]?.version}, Node ${process.version}; ${os.cpus().length} cores`);
    say(`load average ${load.join(" ")} before it`);
  } finally {
    await client.end();
  }
}

async function main(signals: number, runs: number): Promise<boolean> {
  const workDir = mkdtempSync(path.join(os.tmpdir(), "bench-lab-"));
  chmodSync(workDir, 0o755);
  cleanups.push(() => rmSync(workDir, { recursive: true, force: true }));
  const server = await openDatabase();
  cleanups.push(server.close);
  const url = await copyOf(server.url, `bench_lab_${signals}`);
  process.env["DATABASE_URL"] = url;
  await openDatabase();
  const secret = randomBytes(32).toString("hex");
  const cookie = await listenerCookie(url, secret);
  await settle(url);
  const { port } = await startHub(cleanups);
  const address = await startWeb(cleanups, url, port, workDir, secret);
  say(timingHead);
  const timings = await measure(routeCases(address, cookie), runs);
  for (const timing of timings) say(timingLine(timing));
  const visitor = { browser: await startBrowser(cleanups), address, cookie };
  const paints: number[] = [];
  for (const page of [labPage, mfePage]) {
    const { line, worst } = await visits(visitor, page);
    say(line);
    paints.push(worst);
  }
  say(await scrolling(visitor));
  say(`load average ${os.loadavg()[0]?.toFixed(1)} at the end`);
  const slow = timings.filter(({ p95 }) => p95 > GOAL_MS).map(({ name }) => name);
  say(`routes, goal p95 ${GOAL_MS} ms: ${slow.length === 0 ? "met" : `missed by ${slow.join("; ")}`}`);
  return slow.length === 0 && Math.max(...paints) <= FIRST_PAINT_GOAL_MS;
}

try {
  const { values } = parseArgs({
    options: { signals: { type: "string", default: "100000" }, runs: { type: "string", default: "20" } },
  });
  process.exitCode = (await main(Number(values.signals), Number(values.runs))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
} finally {
  for (let undo = cleanups.pop(); undo !== undefined; undo = cleanups.pop()) await undo();
}
