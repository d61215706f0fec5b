/**
 * One throw-away Postgres for a test run, started only when a chosen test file asks for a database.
 * The migrations run once, into a template that every such file clones (scripts/testing/database.ts).
 * `TEST_DATABASE_URL` names another server to use; the developer's own DATABASE_URL is never touched.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../migrate.mjs";
import { ensureDatabase } from "../pg.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the test server, or empty when no test file needs one. */
    readonly adminUrl: string;
    /** Name of the migrated database to clone. */
    readonly templateName: string;
  }
}

/** Safe to lose: nothing of a test run outlives it. */
const fastSettings = "fsync=off synchronous_commit=off full_page_writes=off max_connections=200";

async function needsDatabase(project: TestProject): Promise<boolean> {
  // Not in vitest's public types: the file names given on the command line. Without them every file counts.
  const chosen: unknown = Reflect.get(project.vitest, "filenamePattern");
  const { testFiles } = await project.globTestFiles(Array.isArray(chosen) ? chosen.map(String) : undefined);
  return testFiles.some((file) => fs.readFileSync(file, "utf8").includes("testing/database"));
}

/** Called by vitest before the first test; the function it returns runs after the last. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  delete process.env["DATABASE_URL"];
  const templateName = `template_${process.pid}`;
  if (!(await needsDatabase(project))) {
    project.provide("adminUrl", "");
    project.provide("templateName", templateName);
    return undefined;
  }
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "excursion-test-"));
  fs.chmodSync(dir, 0o755);
  process.env["PG_SETTINGS"] ??= fastSettings;
  const external = process.env["TEST_DATABASE_URL"];
  const server = await ensureDatabase({ dataDir: path.join(dir, "pg"), port: 0, url: external });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${templateName}`);
  const template = new URL(server.url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  project.provide("adminUrl", server.url);
  project.provide("templateName", templateName);
  return async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${templateName} WITH (FORCE)`);
    await admin.end();
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
