import { describe, expect, it } from "vitest";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import type { RestScheduleEvent } from "@/worker/feed/rest";
import { scheduleDifferences, scheduleSpan } from "@/worker/vendor-schedule";

const row = (event: string, at: string): RestScheduleEvent => ({
  ...{ event, at: Date.parse(at), tradeDate: "2026-11-24", root: "NQ" },
});

describe("the vendor's schedule against the built-in calendar", () => {
  it("an ordinary day and an early close that both know are no difference, repeated rows included", () => {
    const monday = [row("pre_open", "2026-11-23T22:45:00Z"), row("open", "2026-11-23T23:00:00Z")];
    const friday = [row("close", "2026-11-27T18:15:00Z"), row("close", "2026-11-27T18:15:00Z")];
    expect(
      scheduleDifferences([...monday, row("close", "2026-11-24T22:00:00Z"), ...friday], cmeEquityCalendar),
    ).toEqual([]);
  });

  it("an early close that the calendar does not know is said once, with its New York time", () => {
    const rows = [row("close", "2026-12-01T18:15:00Z"), row("close", "2026-12-01T18:15:00Z")];
    expect(scheduleDifferences(rows, cmeEquityCalendar)).toEqual([
      "NQ: the vendor's schedule says close on 2026-12-01 13:15 ET, the built-in calendar does not.",
    ]);
  });

  it("an opening inside a closed holiday is said", () => {
    expect(scheduleDifferences([row("open", "2026-12-25T14:00:00Z")], cmeEquityCalendar)).toHaveLength(1);
  });

  it("asks for a week of trade dates in New York, over the end of daylight saving", () => {
    expect(scheduleSpan(Date.parse("2026-10-31T03:00:00Z"))).toEqual({ from: "2026-10-30", to: "2026-11-06" });
  });
});
