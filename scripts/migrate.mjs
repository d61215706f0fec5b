/**
 * Applies prisma/migrations in order: `node scripts/migrate.mjs` (DATABASE_URL or the embedded server).
 * Keeps Prisma's own book (_prisma_migrations, same checksums, same advisory lock), so that `prisma migrate` agrees with it,
 * but needs no engine download. One transaction per migration: a failure leaves nothing behind.
 */
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const migrationsDir = fileURLToPath(new URL("../prisma/migrations", import.meta.url));
/** The advisory lock Prisma Migrate takes; two migrating processes wait for each other. */
const migrateLock = 72_707_369;
const lockWait = "30s";

const bookSql = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;
const recordSql = `
  INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
  VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`;

/** Names of the migration folders in the order they apply. */
export function migrationNames(dir = migrationsDir) {
  if (!fs.existsSync(dir)) return [];
  return fs
    .readdirSync(dir)
    .filter((name) => fs.existsSync(path.join(dir, name, "migration.sql")))
    .sort();
}

async function applyOne(client, dir, name, recorded) {
  const sql = fs.readFileSync(path.join(dir, name, "migration.sql"));
  const checksum = crypto.createHash("sha256").update(sql).digest("hex");
  if (recorded?.finished_at) {
    if (recorded.checksum === checksum) return false;
    throw new Error(`migration ${name} was edited after it was applied: restore the file and write a new migration`);
  }
  if (recorded) throw new Error(`migration ${name} failed earlier and was recorded as unfinished: resolve it by hand`);
  try {
    await client.query("BEGIN");
    await client.query(sql.toString("utf8"));
    await client.query(recordSql, [crypto.randomUUID(), checksum, name]);
    await client.query("COMMIT");
    return true;
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${name}: ${error.message}`, { cause: error });
  }
}

/**
 * Brings the database up to date. Returns the names applied; throws when a recorded migration was edited,
 * is missing here (the database is newer than the code) or fails.
 * @param {string} url
 * @param {{ dir?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<string[]>}
 */
export async function migrate(url, { dir = migrationsDir, log = () => {} } = {}) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '${lockWait}'`);
    await client.query("SELECT pg_advisory_lock($1)", [migrateLock]);
    await client.query(bookSql);
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const recorded = new Map(rows.map((row) => [row.migration_name, row]));
    const names = migrationNames(dir);
    const unknown = [...recorded.keys()].filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      throw new Error(`the database is newer than this code: it has ${unknown.join(", ")}, which is not in ${dir}`);
    }
    const applied = [];
    for (const name of names) {
      if (!(await applyOne(client, dir, name, recorded.get(name)))) continue;
      applied.push(name);
      log(`applied ${name}`);
    }
    return applied;
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ensureDatabase } = await import("./pg.mjs");
  const database = await ensureDatabase();
  try {
    const applied = await migrate(database.url, { log: console.log });
    if (applied.length === 0) console.log("the database is up to date");
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await database.stop();
  }
}
