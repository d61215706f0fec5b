/**
 * The processes of a verification: a database of its own, the simulated exchange and the real worker, as they run in earnest.
 * Output goes to files of the work folder; everything started here is ended here.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Time for a process to say that it is ready. */
const READY_MS_MAX = 60_000;
/** Part of a log shown when something failed. */
const LOG_TAIL_LINES = 15;

interface DatabaseModule {
  ensureDatabase(options: {
    dataDir: string;
    port: number;
    url: undefined;
  }): Promise<{ url: string; stop(): Promise<void> }>;
}

interface MigrateModule {
  migrate(url: string): Promise<unknown>;
}

/** The launcher's own modules; not bundled, because they find their siblings beside them. */
const besideLauncher = (name: string): string => new URL(`../scripts/${name}`, baseUrl()).href;
const bundle = (name: string): string => fileURLToPath(new URL(`../dist/${name}.mjs`, baseUrl()));

/** Both scripts/verify/ (as source) and dist/ (bundled) lie in the project; one of the two is where this runs from. */
function baseUrl(): string {
  return import.meta.url.includes("/scripts/verify/") ? new URL("..", import.meta.url).href : import.meta.url;
}

/** Starts an embedded server in a folder and applies the migrations. */
export async function startDatabase(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { ensureDatabase } = (await import(besideLauncher("pg.mjs"))) as DatabaseModule;
  const { migrate } = (await import(besideLauncher("migrate.mjs"))) as MigrateModule;
  const database = await ensureDatabase({ dataDir, port: 0, url: undefined });
  await migrate(database.url);
  return database;
}

export interface Running {
  readonly child: ChildProcess;
  readonly logFile: string;
}

function run(
  name: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  workDir: string,
): Running {
  const logFile = path.join(workDir, `${name}.log`);
  const child = spawn(process.execPath, ["--enable-source-maps", bundle(name), ...args], {
    // Nothing of the caller's configuration may reach them.
    env: { NODE_ENV: "production", PATH: process.env["PATH"] ?? "", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  return { child, logFile };
}

/** Starts the simulated exchange on a recorded day; resolves with its port. */
export async function startSimulator(args: readonly string[], workDir: string): Promise<Running & { port: number }> {
  const running = run("simulator", ["--port", "0", ...args], {}, workDir);
  const timer = setTimeout(() => running.child.kill("SIGKILL"), READY_MS_MAX);
  try {
    for await (const line of createInterface({ input: running.child.stdout ?? process.stdin })) {
      const match = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line);
      if (match !== null) return { ...running, port: Number(match[1]) };
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`the simulated exchange did not start:\n${logTail(running)}`);
}

/**
 * Starts the worker as it runs in production, on the given exchange.
 * @param more variables that differ from those of a recorded day
 */
export async function startWorker(
  databaseUrl: string,
  exchangePort: number,
  workDir: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Running & { readonly port: number }> {
  const port = await freePort();
  const variables = {
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: path.join(workDir, "data"), LOG_LEVEL: "info", FEED_SOURCE: "replay" },
    ...{ PORT: String(await freePort()), WORKER_PORT: String(port), MASSIVE_API_KEY: "recorded-day" },
    MASSIVE_WS_URL: `ws://127.0.0.1:${exchangePort}/futures`,
    MASSIVE_REST_URL: `http://127.0.0.1:${exchangePort}`,
    ...more,
  };
  return { ...run("worker", [], variables, workDir), port };
}

/** Ends a process and waits until it is gone. */
export async function end({ child }: Running, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** The last lines a process wrote. */
export function logTail({ logFile }: Running): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
