import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyBatch } from "@/worker/store/batch";
import { Spool } from "@/worker/store/spool";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "excursion-spool-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Files of the folder that this process holds open. */
async function openFiles(): Promise<string[]> {
  const numbers = await readdir("/proc/self/fd");
  const targets = await Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => "")));
  return targets.filter((target) => target.startsWith(folder));
}

describe("the spool", () => {
  it.runIf(process.platform === "linux")("leaves no file open when a drain is refused", async () => {
    const spool = new Spool(folder, () => undefined);
    await spool.open();
    await spool.append([emptyBatch(1), emptyBatch(2)]);
    const refuse = (): Promise<void> => Promise.reject(new Error("the database is away"));
    for (let round = 0; round < 5; round += 1) await expect(spool.drainOldest(refuse)).rejects.toThrow("away");
    await expect.poll(openFiles).toEqual([]);
    const taken: unknown[] = [];
    await spool.drainOldest(async (batch) => void taken.push(batch));
    expect(taken).toHaveLength(2);
    expect(spool.empty).toBe(true);
  });
});
