/**
 * Migrations for developers, on Prisma's schema engine compiled to WebAssembly (no download):
 *   node scripts/migrate-dev.mjs check        schema.prisma against prisma/migrations; exit 1 when they differ
 *   node scripts/migrate-dev.mjs live         schema.prisma against the database
 *   node scripts/migrate-dev.mjs new NAME     writes the difference as a new migration, to be read and completed by hand
 * The engine replays the migrations into a shadow database, so the role needs the right to create one.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { migrationNames } from "./migrate.mjs";
import { ensureDatabase } from "./pg.mjs";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const migrationsDir = path.join(projectRoot, "prisma/migrations");
const lockFile = path.join(migrationsDir, "migration_lock.toml");
const schemaFile = path.join(projectRoot, "prisma/schema.prisma");

/** Postgres type oids and the driver adapter's column type that the adapter does not map by itself. */
const charOid = 18;
const textOid = 25;
const characterColumn = 6;
const connectionsMax = 2;

/** The package's own entry needs a node flag; its module is instantiated by hand instead. */
async function loadSchemaEngine() {
  const dir = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = await import(pathToFileURL(path.join(dir, "schema_engine_bg.js")).href);
  const bytes = fs.readFileSync(path.join(dir, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: "",
    set_message(message) {
      this.message = message;
    },
  };
  return glue.SchemaEngine;
}

/** Two gaps of the adapter: catalog type "char" is unknown to it, and it splits scripts at every semicolon ($$ bodies). */
function completeAdapter(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== charOid) continue;
      field.dataTypeID = textOid;
      charColumns.push(index);
    }
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = characterColumn;
    return result;
  };
  adapter.executeScript = async (sql) => {
    try {
      await adapter.underlyingDriver().query(sql);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/**
 * Adapter factory on the database, and on a shadow database of its own that is dropped afterwards.
 * Adapters to the database itself are left open by the engine: they are added to `opened`.
 */
function adapterFactory(url, opened) {
  const { hostname, port, username, password, pathname } = new URL(url);
  // Not a connection string: the adapter would let it override the shadow's name and work on the real database.
  const server = {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    max: connectionsMax,
  };
  const database = pathname.slice(1);
  const factory = new PrismaPg({ ...server, database });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = completeAdapter(await connect());
    opened.push(adapter);
    return adapter;
  };
  factory.connectToShadowDb = async () => {
    const shadow = `shadow_${process.pid}_${Date.now()}`;
    const admin = new pg.Client({ ...server, database });
    await admin.connect();
    await admin.query(`CREATE DATABASE "${shadow}"`);
    const adapter = completeAdapter(await new PrismaPg({ ...server, database: shadow }).connect());
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE "${shadow}" WITH (FORCE)`);
      await admin.end();
    };
    return adapter;
  };
  return bindMigrationAwareSqlAdapterFactory(factory);
}

/** The migrations as the engine wants them. */
function migrationList() {
  const directories = migrationNames().map((name) => {
    const value = fs.readFileSync(path.join(migrationsDir, name, "migration.sql"), "utf8");
    return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
  });
  const content = fs.existsSync(lockFile) ? fs.readFileSync(lockFile, "utf8") : null;
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content },
    shadowDbInitScript: "",
    migrationDirectories: directories,
  };
}

/**
 * What separates schema.prisma from the migrations or from the live database, as SQL; null when nothing does.
 * @param {string} url a database of the server to work on
 * @param {"migrations" | "live"} from
 * @returns {Promise<string | null>}
 */
export async function schemaDrift(url, from = "migrations") {
  const files = [{ path: schemaFile, content: fs.readFileSync(schemaFile, "utf8") }];
  const SchemaEngine = await loadSchemaEngine();
  const datamodels = files.map((file) => [file.path, file.content]);
  const opened = [];
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => {}, adapterFactory(url, opened));
    const list = migrationList();
    const stored = list.migrationDirectories.length > 0 ? { tag: "migrations", ...list } : { tag: "empty" };
    const result = await engine.diff({
      from: from === "live" ? { tag: "schemaDatasource", configDir: projectRoot, files } : stored,
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.exitCode === 0 ? null : result.stdout;
  } finally {
    await Promise.all(opened.map((adapter) => adapter.dispose()));
  }
}

function writeMigration(name, sql) {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const dir = path.join(migrationsDir, `${stamp}_${name}`);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, "migration.sql"), sql);
  if (!fs.existsSync(lockFile)) fs.writeFileSync(lockFile, 'provider = "postgresql"\n');
  return path.relative(projectRoot, dir);
}

async function main([command = "check", name]) {
  if (!["check", "live", "new"].includes(command)) throw new Error(`expected check, live or new, got ${command}`);
  if (command === "new" && !/^[a-z0-9_]+$/.test(name ?? "")) {
    throw new Error(`expected a name in lower case with underscores, got ${name ?? "nothing"}`);
  }
  const database = await ensureDatabase();
  try {
    const drift = await schemaDrift(database.url, command === "live" ? "live" : "migrations");
    if (drift === null) console.log(`schema.prisma agrees with the ${command === "live" ? "database" : "migrations"}`);
    else if (command === "new") console.log(`wrote ${writeMigration(name, drift)}: read it before you apply it`);
    else throw new Error(`schema.prisma differs from the ${command === "live" ? "database" : "migrations"}:\n${drift}`);
  } finally {
    await database.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
