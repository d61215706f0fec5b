import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { createLog } from "@/lib/log";
import { priceScale } from "@/lib/market/price";
import { noCounts } from "@/worker/feed/intake";
import type { FeedStatusEvent } from "@/worker/feed/types";
import { feedWithoutKey, restWithoutKey } from "@/worker/feed/without-key";
import { FeedStateMachine } from "@/worker/feed-state";

const reason = "The stored API key cannot be opened.";

describe("a worker without a usable key", () => {
  it("is DISCONNECTED with the reason, of the live source, and never connects", async () => {
    const said: FeedStatusEvent[] = [];
    const log = createLog("worker", "silent");
    const feed = feedWithoutKey({ reason, clock: systemClock, log, onEvent: (event) => said.push(event) });
    feed.start();
    const machine = new FeedStateMachine("live", 0);
    for (const event of said) machine.connectionChanged(event);
    machine.update(1, true, {});
    expect(machine.current).toMatchObject({ state: "DISCONNECTED", source: "live", reason });
    expect(feed.counters()).toEqual(noCounts());
    await feed.stop();
  });

  it("refuses what would be asked of the vendor", async () => {
    await expect(restWithoutKey.contracts("NQ", "2026-11-20")).rejects.toMatchObject({ failure: "unauthorized" });
    const rows = restWithoutKey.trades("NQZ6", 0, 1, priceScale("0.25"))[Symbol.asyncIterator]();
    await expect(rows.next()).rejects.toMatchObject({ failure: "unauthorized" });
  });
});
