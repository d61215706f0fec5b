import { describe, expect, it } from "vitest";
import { type PastEvent, type PastExtreme, standingAt } from "@/lib/lab/as-of";

const events: PastEvent[] = [
  { seq: 0, type: "SIGNAL_CREATED", at: 100, data: {} },
  { seq: 1, type: "CONFIRMED", at: 200, data: { stop: 79_900 } },
  { seq: 2, type: "ENTRY", at: 210, data: { entry: 80_000, stop: 79_900, risk: 100 } },
  { seq: 3, type: "BE_TRIGGERED", at: 300, data: { beLeg: "TRIGGERED", noBeLeg: "OPEN", noBeMfe: 100, mae: -20 } },
  { seq: 4, type: "EXIT_BREAK_EVEN", at: 400, data: { beLeg: "BREAK_EVEN", noBeLeg: "OPEN", noBeMfe: 150, mae: -20 } },
  { seq: 5, type: "EXIT_ROLL", at: 500, data: { noBeMfe: 220, mae: -60 } },
];
const path: PastExtreme[] = [
  { at: 260, side: "favourable", r: "0.6000" },
  { at: 270, side: "adverse", r: "-0.2000" },
  { at: 450, side: "favourable", r: "2.2000" },
];

describe("an entry as it stood", () => {
  it.each([
    [50, null, null, null, null, null],
    [150, "PENDING", null, null, null, null],
    [205, "CONFIRMED", null, null, null, null],
    [220, "ACTIVE", "OPEN", "OPEN", "0.0000", "0.0000"],
    [280, "ACTIVE", "OPEN", "OPEN", "0.6000", "-0.2000"],
    [300, "ACTIVE", "TRIGGERED", "OPEN", "1.0000", "-0.2000"],
    [410, "ACTIVE", "BREAK_EVEN", "OPEN", "1.5000", "-0.2000"],
    [450, "ACTIVE", "BREAK_EVEN", "OPEN", "2.2000", "-0.2000"],
    [600, "CLOSED", "BREAK_EVEN", "OTHER", "2.2000", "-0.6000"],
  ])("at %i: %s", (at, status, beLeg, noBeLeg, mfe, mae) => {
    expect(standingAt(events, path, at)).toMatchObject({ status, beLeg, noBeLeg, mfe, mae });
  });

  it("a stop closes it, a cancellation leaves no legs", () => {
    const stop: PastEvent = {
      seq: 3,
      type: "EXIT_STOP_LOSS",
      at: 300,
      data: { beLeg: "STOP_LOSS", noBeLeg: "STOP_LOSS" },
    };
    expect(standingAt([...events.slice(0, 3), stop], [], 300)).toMatchObject({
      status: "CLOSED",
      noBeLeg: "STOP_LOSS",
    });
    const cancelled: PastEvent = { seq: 3, type: "CANCELLED", at: 300, data: {} };
    expect(standingAt([...events.slice(0, 3), cancelled], path, 300)).toMatchObject({ status: "CANCELLED", mfe: null });
  });
});
