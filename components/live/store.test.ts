import { expect, it } from "vitest";
import { createLiveStore } from "@/components/live/store";
import type { StreamEvent, TickerReading } from "@/lib/stream/events";

const tick = (contractId: number, last: number): { kind: "event"; event: StreamEvent } => ({
  kind: "event",
  event: { type: "ticker", tickers: [{ contractId, last } as TickerReading] },
});

function frames() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    request: (run: () => void) => void waiting.push(run),
    paint: () => {
      for (const run of waiting.splice(0)) run();
    },
  };
}

it("tells readers at most once a frame, with the newest value", () => {
  const { waiting, request, paint } = frames();
  const store = createLiveStore(request);
  const seen: (number | null | undefined)[] = [];
  store.subscribe("ticker:1", () => seen.push(store.state.tickers.get(1)?.last));
  for (let last = 1; last <= 500; last += 1) store.receive(tick(1, last));
  expect(waiting).toHaveLength(1);
  paint();
  expect(seen).toEqual([500]);
});

it("wakes only the readers of what changed", () => {
  const { request, paint } = frames();
  const store = createLiveStore(request);
  let woken = 0;
  store.subscribe("ticker:2", () => {
    woken += 1;
  });
  store.receive(tick(1, 10));
  paint();
  expect(woken).toBe(0);
});

it("keeps the newest while no frame comes (a hidden tab) and paints once after", () => {
  const { waiting, request, paint } = frames();
  const store = createLiveStore(request);
  for (let last = 1; last <= 10_000; last += 1) store.receive(tick(1, last));
  expect(waiting).toHaveLength(1);
  expect(store.state.tickers.get(1)?.last).toBe(10_000);
  paint();
  expect(waiting).toHaveLength(0);
});

it("forgets a reader that unsubscribed", () => {
  const { request, paint } = frames();
  const store = createLiveStore(request);
  let woken = 0;
  const stop = store.subscribe("ticker:1", () => {
    woken += 1;
  });
  stop();
  store.receive(tick(1, 1));
  paint();
  expect(woken).toBe(0);
});
