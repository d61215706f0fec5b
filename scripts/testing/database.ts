/**
 * A Postgres database of a test file's own, cloned from the migrated template of the run.
 * A file that imports this module makes the run start a server; pure tests pay nothing.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeDb } from "@/lib/db/client";

let created: Promise<string> | undefined;

/**
 * Makes the file's database on first use, points DATABASE_URL at it and drops it after the file's last test.
 * Call it at the top level of the test file: `const url = await testDatabase();`
 */
export function testDatabase(): Promise<string> {
  created ??= create();
  return created;
}

/** Another migrated database of the same server, for a second process or a comparison; the caller need not drop it. */
export async function cloneDatabase(): Promise<string> {
  const { url } = await clone();
  return url;
}

async function create(): Promise<string> {
  const { url, drop } = await clone();
  process.env["DATABASE_URL"] = url;
  afterAll(async () => {
    await closeDb();
    await drop();
  });
  return url;
}

async function clone(): Promise<{ url: string; drop: () => Promise<void> }> {
  const adminUrl = inject("adminUrl");
  if (adminUrl === "") throw new Error("no test server: the file must import scripts/testing/database itself");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await run(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${inject("templateName")}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
