import { expect, it } from "vitest";
import { outcomeText, reasonText } from "@/components/signals/outcome";
import type { SignalJson } from "@/components/signals/signal-json";
import { storyOf } from "@/components/signals/story";
import type { SignalRecord } from "@/lib/engine/types";

const candle = (close: string) => ({ openAt: 0, open: "1", high: "25098.50", low: "25090.00", close });
const confirmed = {
  direction: "bullish",
  status: "CLOSED",
  reason: null,
  signalCandleAt: Date.parse("2026-11-23T15:12:00Z"),
  barsToConfirmation: 2,
  signalCandle: candle("25097.00"),
  confirmationCandle: candle("25104.75"),
  stopLoss: "25018.00",
  bufferPoints: "25.00",
  stopScenario: "A",
  stopAnchorType: "PIVOT_3",
  stopAnchorAt: Date.parse("2026-11-23T15:10:00Z"),
  trade: {
    entryPrice: "25105.00",
    closedAt: Date.parse("2026-11-23T16:00:00Z"),
    noBeMfe: "1.8400",
    outcomeNoBe: "-1.0000",
    outcomeBe: "0.0000",
  },
} as SignalJson;

it("an entry is told in one sentence with the numbers that decided", () => {
  expect(storyOf(confirmed)).toBe(
    "Bullish at 10:12 ET, confirmed after 2 bars by the close 25104.75 > 25098.50; stop 25018.00 is 25.00 points under the low of the 3-candle pivot at 10:10 (scenario A); entered at 25105.00, closed 11:00 with −1.00R, break-even leg 0.00R, best +1.84R.",
  );
});

it("a rejected signal says why", () => {
  const rejected = {
    ...confirmed,
    status: "REJECTED",
    reason: "INVALID_SESSION",
    confirmationCandle: null,
    stopLoss: null,
    trade: null,
  };
  expect(storyOf(rejected as SignalJson)).toBe("Bullish at 10:12 ET; rejected: outside the sessions.");
});

it("an unknown code is shown as it is rather than hidden", () => {
  expect(reasonText("SOMETHING_NEW")).toBe("something new");
  expect(outcomeText({ status: "VOID", reason: "INVALID_RISK", trade: null } as SignalRecord)).toBe(
    "void: stop on the wrong side",
  );
});
