/**
 * One command for everything: `npm start` (built) and `npm run dev` (with reload).
 * Order: packages → environment → ports → database → migrations → build → simulated exchange (without an API key) → worker → web.
 * Ctrl-C stops in reverse, the database last; a second one forces. A crashed child is started again (docs/adr/0005).
 * Needs no package to start: what does is imported after the installation.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import {
  buildNode,
  checkNode,
  ensureGenerated,
  ensureInstalled,
  ensureWebBuilt,
  loadEnvFile,
  PlainError,
  projectRoot,
} from "./prepare.mjs";
import { isAlive } from "./process-info.mjs";
import { createSupervisor } from "./supervise.mjs";
import { watchNpm } from "./watch-npm.mjs";

const readyMsMax = 120_000;
const readyBeatMs = 200;
/** Children of a killed start end within this time (die-with-parent.mjs). */
const leaveMsMax = 8_000;
const secretBytes = 32;

const mode = process.argv[2] ?? "start";
const say = (line) => console.log(line);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const supervisor = createSupervisor({ say, giveUp: (reason) => void shutdown(1, reason) });
/** @type {import("./pg.mjs").Database | undefined} */
let database;
let stopping = false;

async function shutdown(code, reason) {
  if (stopping) return;
  stopping = true;
  say(`[launch] ${reason}; stopping`);
  await supervisor.stopAll();
  await database?.stop();
  process.exit(code);
}

/** The validated environment (lib/env.ts, bundled). Throws with one line per mistake. */
async function validEnvironment() {
  await buildNode(["env"]);
  const { parseEnv } = await import(new URL("../dist/env.mjs", import.meta.url).href);
  const result = parseEnv(process.env);
  if (!result.ok) throw new PlainError(`The environment has mistakes:\n  ${result.errors.join("\n  ")}`);
  return result.env;
}

/** The port when it can be listened on (0: any free one), else null. */
function probePort(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const bound = server.address().port;
      server.close(() => resolve(bound));
    });
  });
}

/** True when the last start on this data folder was killed, so that its children may still be on their way out. */
function lastStartWasKilled(pidFile) {
  return fs.existsSync(pidFile) && !isAlive(Number(fs.readFileSync(pidFile, "utf8")));
}

/** Throws when a port is taken; after a hard kill only once its children had time to go. */
async function checkPorts(env, mayWait) {
  const deadline = performance.now() + (mayWait ? leaveMsMax : 0);
  for (const name of ["PORT", "WORKER_PORT"]) {
    while ((await probePort(env[name])) === null) {
      if (performance.now() >= deadline) {
        const other = `${name}=${env[name] + 10} npm ${mode === "dev" ? "run dev" : "start"}`;
        throw new PlainError(`Port ${env[name]} (${name}) is in use. Stop what uses it, or choose another: ${other}`);
      }
      await pause(readyBeatMs);
    }
  }
}

/** A secret made at the first launch and kept beside the data, readable by this user only. */
function keptSecret(dataDir, name) {
  const file = path.join(dataDir, name);
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, randomBytes(secretBytes).toString("hex"), { mode: 0o600 });
  }
  return fs.readFileSync(file, "utf8").trim();
}

/** What the children get to know; the validated values in text form. */
function childEnvironment(env, dataDir) {
  return {
    ...process.env,
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LAUNCH_PID: String(process.pid),
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(env.PORT),
    WORKER_PORT: String(env.WORKER_PORT),
    WORKER_URL: env.WORKER_URL,
    APP_URL: env.APP_URL,
    AUTH_SECRET: env.AUTH_SECRET ?? keptSecret(dataDir, "auth-secret"),
  };
}

/** The variables that make the worker listen to a simulated exchange, and the exchange post alerts to the web app. */
async function simulatedMarket(env, dataDir) {
  const port = await probePort(0);
  const token = env.SIMULATOR_WEBHOOK_TOKEN ?? keptSecret(dataDir, "simulator-webhook-token");
  return {
    port,
    variables: {
      FEED_SOURCE: "simulated",
      MASSIVE_API_KEY: "simulated-exchange",
      MASSIVE_WS_URL: `ws://127.0.0.1:${port}/futures`,
      MASSIVE_REST_URL: `http://127.0.0.1:${port}`,
      SIMULATOR_WEBHOOK_TOKEN: token,
      SIMULATOR_WEBHOOK_URL: `http://127.0.0.1:${env.PORT}/api/webhooks/tradingview/${token}`,
    },
  };
}

/** How long a database named by DATABASE_URL may take to answer. */
const serverAnswerMsMax = 10_000;
/** On an empty database the simulated alerts of this many minutes come late, so that a newcomer sees whole trades at once. */
const lateAlertMinutes = 50;

function startChildren(env, childEnv, simulatorPort) {
  const require = createRequire(import.meta.url);
  const guard = ["--import", new URL("./die-with-parent.mjs", import.meta.url).href];
  const web = [...guard, require.resolve("next/dist/bin/next"), mode === "dev" ? "dev" : "start"];
  const bundle = (name) => [...guard, "--enable-source-maps", `dist/${name}.mjs`];
  const reloading = [...guard, require.resolve("tsx/cli"), "watch", "--clear-screen=false", "worker/main.ts"];
  if (simulatorPort !== null) {
    const late = database.fresh === true ? ["--late", String(lateAlertMinutes)] : [];
    const args = [...bundle("simulator"), "--port", String(simulatorPort), ...late];
    supervisor.start("simulator", { args, env: childEnv });
  }
  supervisor.start("worker", { args: mode === "dev" ? reloading : bundle("worker"), env: childEnv });
  supervisor.start("web", { args: [...web, "-H", "127.0.0.1", "-p", String(env.PORT)], env: childEnv });
}

/** Resolves when an address answers without a server error. */
async function answers(what, url) {
  const deadline = performance.now() + readyMsMax;
  while (performance.now() < deadline) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status > 0 && status < 500) return;
    await pause(readyBeatMs);
  }
  throw new PlainError(`${what} did not answer at ${url} within ${readyMsMax / 1000} s; see its lines above`);
}

function announce(env, simulated, setupCode) {
  const first =
    setupCode === null
      ? []
      : [
          "",
          "  Nobody can sign in yet. Make the first admin here (this address works once):",
          `  ${env.APP_URL}/setup?code=${setupCode}`,
        ];
  const market = simulated
    ? [
        "",
        "  SIMULATED MARKET: no API key is set, so every price is invented by the built-in exchange.",
        "  For the real market: MASSIVE_API_KEY=… npm start",
      ]
    : [];
  say(
    ["", `  Excursion is running:  ${env.APP_URL}`, ...first, ...market, "", "  Ctrl-C stops everything.", ""].join(
      "\n",
    ),
  );
}

function makeDataDir(dataDir) {
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.accessSync(dataDir, fs.constants.W_OK);
  } catch (error) {
    throw new PlainError(`DATA_DIR: expected a folder that can be written, got ${dataDir} (${error.code})`);
  }
}

/** A database of one's own must answer before anything is built on it. The address holds a password: never repeated. */
async function checkServer(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: serverAnswerMsMax });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { host } = new URL(url);
    const why = error.message || error.code || "no reason given";
    throw new PlainError(`DATABASE_URL: expected a Postgres that answers at ${host}, got: ${why}`);
  }
}

async function main() {
  if (!["start", "dev"].includes(mode)) throw new PlainError(`expected start or dev, got ${mode}`);
  process.chdir(projectRoot);
  checkNode();
  ensureInstalled();
  loadEnvFile();
  const env = await validEnvironment();
  const dataDir = path.resolve(env.DATA_DIR);
  makeDataDir(dataDir);
  const pidFile = path.join(dataDir, "launch.pid");
  await checkPorts(env, lastStartWasKilled(pidFile));
  fs.writeFileSync(pidFile, String(process.pid));
  process.on("exit", () => fs.rmSync(pidFile, { force: true }));
  ensureGenerated();

  const { ensureDatabase } = await import("./pg.mjs");
  const { migrate } = await import("./migrate.mjs");
  if (env.DATABASE_URL !== undefined) await checkServer(env.DATABASE_URL);
  database = await ensureDatabase({ dataDir: path.join(dataDir, "pg"), url: env.DATABASE_URL });
  void database.exited?.then(() => shutdown(1, "the database stopped"));
  const where = database.embedded ? `embedded${database.shared ? ", shared with another start" : ""}` : "external";
  say(`[launch] database at ${new URL(database.url).host} (${where})`);
  await migrate(database.url, { log: (line) => say(`[launch] migration ${line}`) });

  const { ensureSetupCode } = await import("./setup-code.mjs");
  const setupCode = await ensureSetupCode(database.url, dataDir);

  const { needsSimulator } = await import("./stored-key.mjs");
  const simulated = await needsSimulator(env, database.url);
  await buildNode(simulated ? ["worker", "simulator"] : ["worker"]);
  if (mode === "start") ensureWebBuilt();
  if (stopping) return;

  const market = simulated ? await simulatedMarket(env, dataDir) : null;
  const childEnv = { ...childEnvironment(env, dataDir), ...market?.variables };
  startChildren(env, childEnv, market?.port ?? null);
  await Promise.all([
    answers("the worker", `${env.WORKER_URL}/livez`),
    answers("the web app", `http://127.0.0.1:${env.PORT}/livez`),
  ]);
  if (!stopping) announce(env, simulated, setupCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (stopping) supervisor.killAll();
    else void shutdown(signal === "SIGINT" ? 130 : 0, signal);
  });
}
watchNpm(() => void shutdown(0, "npm is gone"));

try {
  await main();
} catch (error) {
  console.error(error instanceof PlainError ? `\n${error.message}\n` : error);
  await shutdown(1, "the start failed");
}
