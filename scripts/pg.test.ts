/** The embedded server outlives nobody and comes back from whatever an earlier run left. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { ensureDatabase } from "@/scripts/pg.mjs";
import { isAlive } from "@/scripts/process-info.mjs";

const dir = mkdtempSync(path.join(os.tmpdir(), "excursion-guard-"));
chmodSync(dir, 0o755);
const dataDir = path.join(dir, "pg");
const postmasterFile = path.join(dataDir, "postmaster.pid");
const guards: ChildProcess[] = [];

afterAll(() => {
  for (const guard of guards) guard.stdin?.end();
  rmSync(dir, { recursive: true, force: true });
});

const postmasterPid = (): number => Number(readFileSync(postmasterFile, "utf8").split("\n")[0]);

async function startGuard(port = 0): Promise<{ guard: ChildProcess; ready: Record<string, unknown> }> {
  const guard = spawn(process.execPath, ["scripts/pg-guard.mjs", dataDir, String(port)], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
    env: { ...process.env, PG_SETTINGS: "fsync=off" },
  });
  guards.push(guard);
  const [line] = await once(readline.createInterface({ input: guard.stdout }), "line");
  return { guard, ready: JSON.parse(String(line)) };
}

async function ask(url: unknown, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: String(url) });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("pg-guard", () => {
  it("makes a database and stops it when its input closes", async () => {
    const { guard, ready } = await startGuard();
    expect(ready).toMatchObject({ event: "ready", fresh: true });
    await ask(ready["url"], "CREATE TABLE kept AS SELECT 1 AS one");
    const server = postmasterPid();
    guard.stdin?.end();
    await once(guard, "exit");
    expect(isAlive(server)).toBe(false);
    expect(existsSync(postmasterFile)).toBe(false);
  });

  it("stops an orphan that a killed guard left, and keeps the data", async () => {
    const first = await startGuard();
    const orphan = postmasterPid();
    first.guard.kill("SIGKILL");
    await once(first.guard, "exit");
    expect(isAlive(orphan)).toBe(true);

    const second = await startGuard();
    expect(isAlive(orphan)).toBe(false);
    expect(await ask(second.ready["url"], "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    second.guard.stdin?.end();
    await once(second.guard, "exit");
  });

  it("recovers after the server itself was killed", async () => {
    const first = await startGuard();
    const server = postmasterPid();
    process.kill(server, "SIGKILL");
    await once(first.guard, "exit");
    const second = await startGuard();
    expect(await ask(second.ready["url"], "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    second.guard.stdin?.end();
    await once(second.guard, "exit");
  });

  it("drops a stale postmaster.pid that names a living process of somebody else", async () => {
    writeFileSync(postmasterFile, `${process.pid}\n${dataDir}\n1\n1\n\n\n`);
    const { guard, ready } = await startGuard();
    expect(await ask(ready["url"], "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    guard.stdin?.end();
    await once(guard, "exit");
    expect(isAlive(process.pid)).toBe(true);
  });

  it("takes another port when the wanted one is in use", async () => {
    const taken = net.createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { guard, ready } = await startGuard(port);
    expect(ready["port"]).not.toBe(port);
    guard.stdin?.end();
    await once(guard, "exit");
    taken.close();
  });

  it("shares a running server with a second start, which does not stop it", async () => {
    const first = await ensureDatabase({ dataDir, port: 0, url: undefined });
    const second = await ensureDatabase({ dataDir, port: 0, url: undefined });
    expect(second).toMatchObject({ shared: true, url: first.url });
    await second.stop();
    expect(await ask(first.url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it("refuses a folder that holds something else, and touches nothing in it", async () => {
    const other = path.join(dir, "other");
    mkdirSync(other);
    writeFileSync(path.join(other, "letter.txt"), "dear");
    await expect(ensureDatabase({ dataDir: other, port: 0, url: undefined })).rejects.toThrow(
      "neither empty nor a Postgres data folder",
    );
    expect(readFileSync(path.join(other, "letter.txt"), "utf8")).toBe("dear");
  });
});
