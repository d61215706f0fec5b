import { expect, it } from "vitest";
import { outcomeText, reasonText } from "@/components/signals/outcome";
import { shortR } from "@/components/signals/story";
import type { SignalRecord } from "@/lib/engine/types";

it("R has a sign and two decimals, and zero has none", () => {
  expect(shortR("1.8400")).toBe("+1.84R");
  expect(shortR("-0.0001")).toBe("0.00R");
  expect(shortR("-1.0050")).toBe("−1.01R");
  expect(shortR(null)).toBeNull();
});

it("a signal that ended with its contract is not told as cancelled by another", () => {
  const ended = { status: "CANCELLED", reason: "contract_retired", trade: null } as SignalRecord;
  expect(outcomeText(ended)).toBe("cancelled: its contract ended");
  expect(outcomeText({ ...ended, reason: "opposite_signal" })).toBe("cancelled by an opposing signal");
});

it("an unknown code is shown as it is rather than hidden", () => {
  expect(reasonText("SOMETHING_NEW")).toBe("something new");
  expect(outcomeText({ status: "VOID", reason: "INVALID_RISK", trade: null } as SignalRecord)).toBe(
    "void: stop on the wrong side",
  );
});
