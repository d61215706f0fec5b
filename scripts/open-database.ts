/** The database of a command line tool: DATABASE_URL, else the embedded server (shared with a running `npm start`), migrated. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { closeDb } from "@/lib/db/client";

export interface ToolDatabase {
  readonly url: string;
  /** Closes the connections and what was started for them. */
  readonly close: () => Promise<void>;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** The launcher's own modules; loaded by path, because they start files beside them and cannot be bundled. */
export async function openDatabase(): Promise<ToolDatabase> {
  const load = (name: string): Promise<Record<string, (...args: unknown[]) => Promise<unknown>>> =>
    import(pathToFileURL(path.resolve(import.meta.dirname, "..", "scripts", name)).href);
  const [{ ensureDatabase }, { migrate }] = await Promise.all([load("pg.mjs"), load("migrate.mjs")]);
  const server = (await ensureDatabase?.()) as Server;
  process.env["DATABASE_URL"] = server.url;
  // Standard output is the tool's answer; log lines below an error would only stand between.
  process.env["LOG_LEVEL"] ??= "error";
  await migrate?.(server.url);
  const close = async () => {
    await closeDb();
    await server.stop();
  };
  return { url: server.url, close };
}
