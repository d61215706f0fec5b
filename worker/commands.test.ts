/** What people ask of the worker: the vendor's list on demand and once a day, failures as answers. On real Postgres. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { askWorker, type CommandRow, readCommand } from "@/lib/db/commands";
import { createLog } from "@/lib/log";
import { testDatabase } from "@/scripts/testing/database";
import { type CommandsOptions, startCommands } from "@/worker/commands";
import type { RestContract } from "@/worker/feed/rest";
import { RestError } from "@/worker/feed/rest-http";
import { loadRoster } from "@/worker/roster";
import { HandTime } from "@/worker/testing/hand-time";

await testDatabase();
const author = { actor: "system" } as const;
const now = Date.parse("2026-11-23T15:00:00Z");
const day = 24 * 60 * 60_000;
let stop: (() => Promise<void>) | null = null;

beforeAll(async () => {
  await loadRoster("live", now);
});

beforeEach(async () => {
  await pool().query("DELETE FROM commands");
  await pool().query("UPDATE contracts SET vendor_last_trade_date = NULL, vendor_fetched_at = NULL");
});

afterEach(async () => {
  await stop?.();
  stop = null;
});

function row(root: string, ticker: string, lastTradeDate: string): RestContract {
  return { root, ticker, firstTradeDate: "2024-12-20", lastTradeDate } as RestContract;
}

/** A vendor that lists the December contract of NQ and knows nothing of RTY. */
async function list(root: string): Promise<RestContract[]> {
  if (root === "RTY") throw new RestError("not-entitled", "contracts: HTTP 403");
  return root === "NQ" ? [row("NQ", "NQZ6", "2026-12-17"), row("NQ", "NQZ6-NQH7", "2026-12-17")] : [];
}

function begin(contracts: (root: string) => Promise<RestContract[]>): { time: HandTime; asked: string[] } {
  const time = new HandTime(now);
  const asked: string[] = [];
  const rest = {
    contracts: (root: string) => {
      asked.push(root);
      return contracts(root);
    },
  };
  stop = startCommands({
    ...{ settings: { mode: "live" }, secret: undefined, rest, clock: time, timers: time, random: () => 0.5 },
    ...{ log: createLog("test", "silent") },
  } as unknown as CommandsOptions);
  return { time, asked };
}

async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const vendorDay = async (): Promise<string | null> => {
  const { rows } = await pool().query<{ last: string | null }>(
    "SELECT vendor_last_trade_date AS last FROM contracts WHERE ticker = 'NQZ6'",
  );
  return rows[0]?.last ?? null;
};

/** The notification may come before anybody listens: then the sweep finds the command. */
const sweepMs = 5000;

const answered = (id: number, time: HandTime): Promise<CommandRow> =>
  until(async () => {
    time.advance(sweepMs);
    const command = await readCommand(id);
    return command !== null && command.state !== "new" && command.state !== "running" && command;
  });

it("the list is read at the start and every day; what the vendor says is kept", async () => {
  const { time, asked } = begin(list);
  await until(async () => (await vendorDay()) === "2026-12-17");
  await until(async () => asked.length === 4);
  expect([...asked].sort()).toEqual(["ES", "NQ", "RTY", "YM"]);
  time.advance(day - 1);
  expect(asked).toHaveLength(4);
  time.advance(1);
  await until(async () => asked.length === 8);
});

it("on demand: one step per root, a spread is no contract, a refusal is a sentence", async () => {
  const { asked, time } = begin(list);
  await until(async () => asked.length === 4);
  const id = await askWorker("refresh-contracts", author);
  const command = await answered(id ?? 0, time);
  expect(command.state).toBe("done");
  const said = Object.fromEntries(command.steps.map(({ name, ok, message }) => [name, `${ok}: ${message}`]));
  expect(said["NQ"]).toMatch(/^true: 1 contracts of NQ, \d new or with another last trading day\.$/);
  expect(said["ES"]).toMatch(/^false: 0 contracts of ES/);
  expect(said["RTY"]).toBe("false: The vendor's contracts of RTY were not taken: contracts: HTTP 403.");
});

it("too many commands at once are not taken", async () => {
  // Nobody answers.
  const ids = [];
  for (let turn = 0; turn < 11; turn += 1) ids.push(await askWorker("refresh-contracts", author));
  expect(ids.slice(0, 10)).not.toContain(null);
  expect(ids[10]).toBeNull();
});
