import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cmeEquityCalendar } from "@/lib/market/cme-equity-calendar";
import {
  calendarOf,
  cmeEquityHours,
  hoursSchema,
  rangesText,
  readRanges,
  roundTheClock,
  templateRanges,
  templateSchema,
} from "@/lib/market/hours";
import { dayNumberOfDate } from "@/lib/market/zone";

const at = (text: string): number => Date.parse(text);

describe("hours as data", () => {
  it("the built-in hours are the built-in calendar", () => {
    expect(calendarOf(cmeEquityHours)).toBe(cmeEquityCalendar);
    expect(calendarOf(hoursSchema.parse(JSON.parse(JSON.stringify(cmeEquityHours))))).toBe(cmeEquityCalendar);
  });

  it("a day of the vendor stands instead of the whole day, and of that day only", () => {
    // Tuesday 2026-12-01, ordinary by the calendar; the vendor closes at 13:15.
    const calendar = calendarOf({ ...cmeEquityHours, days: { "2026-12-01": [{ from: 0, until: 795 }] } });
    expect(calendar.isOpen(at("2026-12-01T18:14:59.999Z"))).toBe(true);
    expect(calendar.isOpen(at("2026-12-01T18:15:00Z"))).toBe(false);
    expect(calendar.isOpen(at("2026-12-02T00:00:00Z"))).toBe(false);
    expect(calendar.isOpen(at("2026-12-02T05:00:00Z"))).toBe(true);
    expect(calendar.nextClose(at("2026-12-01T15:00:00Z"))).toBe(at("2026-12-01T18:15:00Z"));
    expect(calendar.nextOpen(at("2026-12-01T19:00:00Z"))).toBe(at("2026-12-02T05:00:00Z"));
    expect(calendar.closedBetween(at("2026-12-01T18:10:00Z"), at("2026-12-01T18:20:00Z"))).toBe(true);
    expect(calendar.isOpen(at("2026-12-03T20:00:00Z"))).toBe(true);
  });

  it("the vendor may open a day the calendar closes", () => {
    const christmas = at("2026-12-25T15:00:00Z");
    expect(calendarOf(cmeEquityHours).isOpen(christmas)).toBe(false);
    const opened = { ...cmeEquityHours, days: { "2026-12-25": [{ from: 0, until: 1020 }] } };
    expect(calendarOf(opened).isOpen(christmas)).toBe(true);
  });

  it("a template without holidays trades through them; round the clock never closes", () => {
    const thanksgiving = at("2026-11-26T19:00:00Z");
    expect(calendarOf({ ...cmeEquityHours, holidays: "none" }).isOpen(thanksgiving)).toBe(true);
    expect(calendarOf(cmeEquityHours).isOpen(thanksgiving)).toBe(false);
    expect(calendarOf(roundTheClock).nextClose(thanksgiving)).toBeNull();
  });

  it("ranges written are ranges read", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(cuts, (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        const ranges = sorted.flatMap((from, index) => {
          const until = sorted[index + 1];
          return index % 2 === 0 && until !== undefined ? [{ from, until }] : [];
        });
        expect(readRanges(rangesText(ranges))).toEqual(ranges);
      }),
    );
    expect(readRanges("closed")).toEqual([]);
    for (const wrong of ["17:00", "8-17", "08:00-12:60", "a:b-c:d"]) expect(readRanges(wrong)).toBeNull();
  });

  it.each([
    [
      "an overlap",
      [
        { from: 0, until: 600 },
        { from: 500, until: 700 },
      ],
    ],
    ["an end before its beginning", [{ from: 600, until: 500 }]],
    ["more than a day", [{ from: 0, until: 1441 }]],
  ])("%s is refused", (_name, day) => {
    const weekly = cmeEquityHours.weekly.map((ranges, index) => (index === 1 ? day : ranges));
    expect(templateSchema.safeParse({ weekly, holidays: "none" }).success).toBe(false);
  });

  it("a week without an open hour is refused", () => {
    expect(templateSchema.safeParse({ weekly: cmeEquityHours.weekly.map(() => []), holidays: "none" }).success).toBe(
      false,
    );
  });

  it("holidays are taken out of the template's day", () => {
    expect(rangesText(templateRanges(cmeEquityHours, dayNumberOfDate("2026-11-27")))).toBe("00:00-13:15");
    expect(rangesText(templateRanges(cmeEquityHours, dayNumberOfDate("2026-11-25")))).toBe("00:00-17:00, 18:00-24:00");
  });
});
