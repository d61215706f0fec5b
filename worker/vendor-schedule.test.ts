import { describe, expect, it } from "vitest";
import { cmeEquityHours, rangesText, templateRanges } from "@/lib/market/hours";
import { dayNumberOfDate } from "@/lib/market/zone";
import type { RestScheduleEvent } from "@/worker/feed/rest";
import { scheduleEvents } from "@/worker/testing/schedule";
import { differenceText, scheduleSpan, vendorDays } from "@/worker/vendor-schedule";

/** Monday 2026-11-30, 10:00 New York. */
const now = Date.parse("2026-11-30T15:00:00Z");
const week = [
  "2026-11-27",
  "2026-11-30",
  "2026-12-01",
  "2026-12-02",
  "2026-12-03",
  "2026-12-04",
  "2026-12-07",
  "2026-12-08",
];
const text = (events: readonly RestScheduleEvent[], date: string): string | null => {
  const ranges = vendorDays(events, now).get(date);
  return ranges === undefined ? null : rangesText(ranges);
};

describe("the vendor's schedule as hours by date", () => {
  it("ordinary days are those of the built-in template, weekend included, rows given twice", () => {
    const events = scheduleEvents("NQ", week);
    const days = vendorDays([...events, ...events], now);
    expect([...days.keys()]).toEqual([
      "2026-11-30",
      ...["01", "02", "03", "04", "05", "06", "07"].map((day) => `2026-12-${day}`),
    ]);
    for (const [date, ranges] of days) {
      expect([date, rangesText(ranges)]).toEqual([
        date,
        rangesText(templateRanges(cmeEquityHours, dayNumberOfDate(date))),
      ]);
    }
  });

  it("an early close the built-in calendar does not know is read to the minute", () => {
    const events = scheduleEvents("NQ", week, { "2026-12-01": "13:15" });
    expect(text(events, "2026-12-01")).toBe("00:00-13:15, 18:00-24:00");
    expect(text(events, "2026-12-02")).toBe("00:00-17:00, 18:00-24:00");
  });

  it("a business day missing in the answer is no holiday: neither it nor the evening before is believed", () => {
    const events = scheduleEvents(
      "NQ",
      week.filter((date) => date !== "2026-12-02"),
    );
    expect(text(events, "2026-12-01")).toBeNull();
    expect(text(events, "2026-12-02")).toBeNull();
    expect(text(events, "2026-12-03")).toBe("00:00-17:00, 18:00-24:00");
  });

  it("a session without its end, an empty answer and unknown events say nothing", () => {
    const events = scheduleEvents("NQ", week).filter(
      ({ event, tradeDate }) => !(tradeDate === "2026-12-01" && event !== "open"),
    );
    expect(text(events, "2026-12-01")).toBeNull();
    expect(vendorDays([], now).size).toBe(0);
    expect(vendorDays([{ event: "holiday", at: now, tradeDate: "2026-11-30", root: "NQ" }], now).size).toBe(0);
  });

  it("a halt that shows only as a later pre_open ends there (massive-futures-api 4.2)", () => {
    const halted = scheduleEvents("NQ", week).map((event) =>
      event.tradeDate === "2026-12-01" && event.event === "close"
        ? { ...event, event: "pre_open", at: Date.parse("2026-12-01T18:00:00Z") }
        : event,
    );
    expect(text(halted, "2026-12-01")).toBe("00:00-13:00, 18:00-24:00");
  });

  it("asks from before the weekend to beyond the days it answers for, in New York, over the end of daylight saving", () => {
    expect(scheduleSpan(Date.parse("2026-10-31T03:00:00Z"))).toEqual({ from: "2026-10-25", to: "2026-11-10" });
  });

  it("a difference is said with both hours", () => {
    expect(
      differenceText(
        "NQ",
        "2026-12-01",
        [{ from: 0, until: 795 }],
        [
          { from: 0, until: 1020 },
          { from: 1080, until: 1440 },
        ],
      ),
    ).toBe(
      "NQ on Tue 2026-12-01: the vendor's schedule says 00:00-13:15 (New York) instead of 00:00-17:00, 18:00-24:00. The vendor's hours hold.",
    );
  });
});
