/**
 * Owns one embedded Postgres and lives exactly as long as its standard input, so that even a launcher killed with
 * SIGKILL leaves no server behind. Usage: node scripts/pg-guard.mjs DATA_DIR PORT   (PORT 0 = any free one)
 *
 * Says one JSON line per event on standard output: {"event":"ready","url",…} and {"event":"exit","code"}.
 * Start: a server with a living guard is shared; an orphan is stopped; a stale postmaster.pid is removed.
 * Run as root it drops to the user `postgres`, because Postgres refuses to run as root.
 */
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { findServerHome } from "./pg-home.mjs";
import { isAlive, programOf } from "./process-info.mjs";

const role = "app";
const password = "app";
const database = "app";
const connectionsMax = 60;
const orphanStopSecondsMax = 30;
const fastStopMsMax = 8_000;
const logTailCharsMax = 8_000;

const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const fail = (error) => {
  say({ event: "failed", message: error.message });
  process.exit(1);
};

const { identity, binaries, dataDir } = await findServerHome(path.resolve(process.argv[2] ?? ".data/pg")).catch(fail);
const preferredPort = Number(process.argv[3] ?? 0);
const guardFile = `${dataDir}.guard.pid`;
const postmasterFile = path.join(dataDir, "postmaster.pid");

const urlOf = (port, name = database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`;
const linesOf = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : null);

/** A pid in a stale file may belong to another program by now; Windows tells no names, there a living pid must do. */
function isPostgres(pid) {
  return isAlive(pid) && (process.platform === "win32" || programOf(pid).startsWith("postgres"));
}

/** The port if it can be listened on (0 asks for any), else 0. */
function probePort(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(0));
    server.listen(port, "127.0.0.1", () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}

/** Runs a Postgres tool to its end; throws with its own words when it fails. */
function runTool(command, args) {
  const run = spawnSync(command, args, {
    ...identity,
    encoding: "utf8",
    cwd: os.tmpdir(),
    env: { ...process.env, LC_ALL: "C" },
  });
  if (run.status === 0) return;
  throw new Error(`${path.basename(command)} failed: ${run.stderr || run.error}`);
}

/**
 * Deals with what an earlier run left in the data folder.
 * Returns the port of a server whose guard lives (it is shared), or null when the way is free.
 */
function settleEarlierServer() {
  const earlier = linesOf(postmasterFile);
  if (earlier === null) return null;
  if (!isPostgres(Number(earlier[0]))) {
    fs.rmSync(postmasterFile, { force: true });
    return null;
  }
  if (isAlive(Number(linesOf(guardFile)?.[0] ?? 0))) return Number(earlier[3]);
  const seconds = String(orphanStopSecondsMax);
  runTool(binaries.pg_ctl, ["stop", "-D", dataDir, "-m", "fast", "-w", "-t", seconds]);
  return null;
}

/** Creates the cluster unless there is one; returns whether it did. A half-made folder is made anew. */
function initialise() {
  if (fs.existsSync(path.join(dataDir, "PG_VERSION"))) return false;
  if (fs.existsSync(dataDir) && fs.readdirSync(dataDir).length > 0 && !fs.existsSync(path.join(dataDir, "base"))) {
    throw new Error(`${dataDir} is neither empty nor a Postgres data folder: choose another DATA_DIR`);
  }
  fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (identity.uid !== undefined) fs.chownSync(dataDir, identity.uid, identity.gid);
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "initdb-"));
  const passwordFile = path.join(scratch, "password");
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.uid !== undefined) {
    for (const file of [scratch, passwordFile]) fs.chownSync(file, identity.uid, identity.gid);
  }
  try {
    const auth = ["--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    runTool(binaries.initdb, ["-D", dataDir, "-U", role, ...auth, "-E", "UTF8", "--locale=C", "--no-sync"]);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  return true;
}

/** Stays until the launcher goes, without owning the server. */
function share(port) {
  say({ event: "ready", url: urlOf(port), port, shared: true });
  process.stdin.resume().on("close", () => process.exit(0));
}

/** Starts the server and ties its life to ours. Resolves when it accepts connections. */
function serve(port) {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    `max_connections=${connectionsMax}`,
    ...(process.env.PG_SETTINGS?.split(" ").filter(Boolean) ?? []),
  ];
  const server = spawn(binaries.postgres, ["-D", dataDir, "-p", String(port), ...settings.flatMap((s) => ["-c", s])], {
    ...identity,
    cwd: os.tmpdir(),
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.kill("SIGINT");
    setTimeout(() => server.kill("SIGQUIT"), fastStopMsMax).unref();
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
  process.on("SIGHUP", () => {});
  process.stdout.on("error", () => {});
  process.stdin.resume().on("end", stop).on("close", stop).on("error", stop);
  return new Promise((resolve) => {
    let log = "";
    server.stderr.on("data", (chunk) => {
      log = (log + chunk).slice(-logTailCharsMax);
      if (log.includes("ready to accept connections")) resolve();
    });
    server.on("exit", (code) => {
      fs.rmSync(guardFile, { force: true });
      if (!stopping) {
        process.stderr.write(log);
        say({ event: "exit", code });
      }
      process.exit(stopping ? 0 : 1);
    });
  });
}

/** Makes the database unless it exists: a first start may have been killed between initdb and here. */
async function ensureDatabaseExists(port) {
  const { default: pg } = await import("pg");
  const client = new pg.Client(urlOf(port, "postgres"));
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

async function main() {
  const sharedPort = settleEarlierServer();
  if (sharedPort !== null) return share(sharedPort);
  fs.writeFileSync(guardFile, String(process.pid));
  const fresh = initialise();
  const port = (preferredPort && (await probePort(preferredPort))) || (await probePort(0));
  await serve(port);
  await ensureDatabaseExists(port);
  say({ event: "ready", url: urlOf(port), port, fresh });
}

await main().catch(fail);
