import { describe, expect, it } from "vitest";
import { priceScale } from "@/lib/market/price";
import type { TelemetryItem } from "@/lib/signal/alert-telemetry";
import { compare, meaningOfId, type OurSide, worst } from "@/lib/signal/reconcile";

const ID = "20251201_202000000_BULLISH";
const scale = priceScale("0.25");
const ours: OurSide = {
  direction: "bullish",
  status: "ACTIVE",
  profile: "indicator",
  scale,
  stop: 19_950 * 4,
  trade: { entry: 20_000 * 4, risk: 50 * 4, beMfe: 50 * 4, noBeMfe: 75 * 4 },
};

function item(change: Partial<TelemetryItem>): TelemetryItem {
  return {
    tradeId: ID,
    direction: null,
    entry: null,
    stop: null,
    beMfe: null,
    noBeMfe: null,
    mae: null,
    price: null,
    exitPrice: null,
    exitReason: null,
    status: null,
    ...change,
  };
}

describe("tolerances of methodology 2.4", () => {
  it.each([
    ["the same direction", { direction: "bullish" }, "ok"],
    ["another direction is critical", { direction: "bearish" }, "critical"],
    ["entry 2.00 off", { entry: "20002.00" }, "ok"],
    ["entry 2.25 off", { entry: "20002.25" }, "review"],
    ["entry 2.25 off downwards", { entry: "19997.75" }, "review"],
    ["stop 0.50 off", { stop: "19950.5" }, "ok"],
    ["stop 0.75 off", { stop: "19949.25" }, "review"],
    ["MFE 0.4999 off", { beMfe: "1.4999" }, "ok"],
    ["MFE 0.5 off", { beMfe: "1.5" }, "review"],
    ["No-BE MFE 0.5 off downwards", { noBeMfe: "1" }, "review"],
    ["nothing to compare", {}, "ok"],
  ] as const)("%s", (_name, change, severity) => {
    expect(worst(compare("MFE_UPDATE", item(change), ours))).toBe(severity);
  });

  it("the stop is compared only under the indicator's profile (D-01)", () => {
    expect(compare("ENTRY", item({ stop: "19974.75" }), { ...ours, profile: "spec" })).toEqual([]);
  });

  it("both values stand beside each other as people read them", () => {
    expect(compare("ENTRY", item({ entry: "20002.5", beMfe: "1.25" }), ours)).toEqual([
      { field: "entry", ours: "20000.00", theirs: "20002.50", severity: "review" },
      { field: "beMfe", ours: "1.0000", theirs: "1.2500", severity: "ok" },
    ]);
  });

  it("an entry of theirs without a trade of ours asks for review, a cancellation does not", () => {
    const none = { ...ours, status: "REJECTED", trade: null };
    expect(compare("ENTRY", item({}), none)).toEqual([
      { field: "trade", ours: "REJECTED", theirs: "ENTRY", severity: "review" },
    ]);
    expect(compare("CANCELLED", item({ direction: "bullish" }), none)).toMatchObject([
      { field: "direction", severity: "ok" },
    ]);
  });
});

describe("what an id meant when (methodology 2.3)", () => {
  it.each([
    ["confirmation candle in Chicago time", Date.UTC(2025, 10, 28, 15), "confirmation", Date.UTC(2025, 11, 2, 2, 20)],
    [
      "confirmation candle in New York time",
      Date.UTC(2025, 11, 1, 10, 17),
      "confirmation",
      Date.UTC(2025, 11, 2, 1, 20),
    ],
    ["signal candle in New York time", Date.UTC(2025, 11, 2, 1, 21), "signal", Date.UTC(2025, 11, 2, 1, 20)],
  ])("%s", (_name, receivedAt, candle, openAt) => {
    expect(meaningOfId(ID, receivedAt)).toEqual({ candle, openAt, direction: "bullish" });
  });

  it("an id that is not canonical means nothing", () => {
    expect(meaningOfId("1381227120000_Bullish_604", Date.UTC(2025, 11, 3))).toBeNull();
  });
});
