/**
 * Where the database is: `DATABASE_URL`, else an embedded server owned by a guard process (pg-guard.mjs).
 * Knows nothing of schemas; migrations are another step.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";

/** Preferred port of the embedded server; another free one is taken when it is in use. */
const embeddedPort = 54_330;

/**
 * @typedef {object} Database
 * @property {string} url address for clients
 * @property {boolean} embedded false when DATABASE_URL named it
 * @property {boolean} [shared] another launcher on the same data folder owns the server
 * @property {boolean} [fresh] true when the embedded server was made just now
 * @property {Promise<unknown>} [exited] settles when the embedded server is gone
 * @property {() => Promise<void>} stop stops the embedded server unless it is shared; safe to call twice
 */

/**
 * DATABASE_URL wins; else starts (or shares) the embedded server. Throws with the reason when it cannot.
 * @param {{ dataDir?: string, port?: number, url?: string | undefined }} [options] `url` is DATABASE_URL by default
 * @returns {Promise<Database>}
 */
export async function ensureDatabase({
  dataDir = path.join(process.env.DATA_DIR || ".data", "pg"),
  port = Number(process.env.PG_PORT ?? embeddedPort),
  url = process.env.DATABASE_URL,
} = {}) {
  if (url) return { url, embedded: false, stop: async () => {} };
  const script = fileURLToPath(new URL("./pg-guard.mjs", import.meta.url));
  const guard = spawn(process.execPath, [script, dataDir, String(port)], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  guard.stdin.on("error", () => {});
  const exited = new Promise((resolve) => guard.once("exit", resolve));
  const ready = await new Promise((resolve, reject) => {
    readline.createInterface({ input: guard.stdout }).on("line", (line) => {
      const message = JSON.parse(line);
      if (message.event === "ready") resolve(message);
      else reject(new Error(`embedded Postgres: ${message.message ?? `stopped with code ${message.code}`}`));
    });
    void exited.then((code) => reject(new Error(`embedded Postgres: its guard ended with code ${code}`)));
  });
  const stop = async () => {
    guard.stdin.end();
    await exited;
  };
  return { url: ready.url, embedded: true, shared: ready.shared === true, fresh: ready.fresh === true, exited, stop };
}
