import { describe, expect, it } from "vitest";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { type BackfillOptions, backfill, HeldTrades } from "@/worker/backfill";
import type { ContractRun } from "@/worker/contract-run";
import { HandTime } from "@/worker/testing/hand-time";

/** What of a contract a backfill looks at: one without any stored trade. */
const run = {
  contract: { id: 1, ticker: "NQZ6" },
  context: { scale: priceScale("0.25") },
  sequencer: { position: { newestAt: 0 } },
  passes: { rest: new Map() },
} as unknown as ContractRun;

function options(more: Partial<BackfillOptions>): BackfillOptions {
  const time = new HandTime();
  const now = () => time.now();
  return {
    trades: async function* () {
      yield { exchangeAt: 1000, price: 100, size: 1, sequence: 1 };
    },
    minuteBars: async function* () {
      yield* [];
    },
    take: (trades) => trades.length,
    takeBars: () => undefined,
    ...{ now, tapeNow: now, timers: time, log: createLog("test", "silent"), replay: true },
    ...more,
  };
}

const fill = (more: Partial<BackfillOptions>) => backfill(options(more), run, new HeldTrades(), { aborted: false });

describe("a backfill", () => {
  it("whose trades the pipeline cannot take ends the worker: the engine may hold some that are not to be stored", async () => {
    const take = () => {
      throw new Error("engine");
    };
    await expect(fill({ take })).rejects.toThrow("engine");
  });
});
