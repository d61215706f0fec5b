import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cmeEquityCalendar, cmeEquityException } from "@/lib/market/cme-equity-calendar";
import { dayNumberOf, isoDate } from "@/lib/market/zone";

const RECORD = "../shared/data/calendar/cme-equity-index.json";
const at = (iso: string) => Date.parse(iso);
const day = (iso: string) => dayNumberOf(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10)));

describe("opening hours of CME equity-index futures (methodology 3, check 5)", () => {
  it.each([
    ["Sunday 17:59:59 ET is closed", "2025-12-07T22:59:59Z", false],
    ["SE: Sunday 18:00 ET is open", "2025-12-07T23:00:00Z", true],
    ["SE: Friday 20:00 ET is closed", "2025-12-06T01:00:00Z", false],
    ["Friday 16:59:59.999 ET is open", "2025-12-05T21:59:59.999Z", true],
    ["Friday 17:00 ET is closed", "2025-12-05T22:00:00Z", false],
    ["daily break", "2025-12-02T22:30:00Z", false],
    ["18:00 after the break", "2025-12-02T23:00:00Z", true],
    ["summer time: 17:30 EDT is the break", "2025-07-01T21:30:00Z", false],
    ["day after Thanksgiving 13:14 ET", "2025-11-28T18:14:00Z", true],
    ["day after Thanksgiving 13:15 ET", "2025-11-28T18:15:00Z", false],
    ["Thanksgiving halt", "2026-11-26T18:00:00Z", false],
    ["Thanksgiving evening session", "2026-11-26T23:00:00Z", true],
    ["Christmas 2026", "2026-12-25T15:00:00Z", false],
  ])("%s", (_, iso, open) => expect(cmeEquityCalendar.isOpen(at(iso))).toBe(open));

  it("finds the next change across midnight and weekends", () => {
    expect(cmeEquityCalendar.nextClose(at("2025-12-02T23:30:00Z"))).toBe(at("2025-12-03T22:00:00Z"));
    expect(cmeEquityCalendar.nextOpen(at("2025-12-05T22:00:00Z"))).toBe(at("2025-12-07T23:00:00Z"));
    expect(cmeEquityCalendar.nextOpen(at("2025-12-03T15:00:00Z"))).toBe(at("2025-12-03T15:00:00Z"));
    expect(cmeEquityCalendar.nextClose(at("2025-12-06T15:00:00Z"))).toBe(at("2025-12-06T15:00:00Z"));
  });

  it("A-08: a closed instant counts when later than the first and not later than the second", () => {
    const lastOpen = at("2025-12-02T21:59:59.999Z");
    expect(cmeEquityCalendar.closedBetween(lastOpen, lastOpen)).toBe(false);
    expect(cmeEquityCalendar.closedBetween(lastOpen, lastOpen + 1)).toBe(true);
    expect(cmeEquityCalendar.closedBetween(at("2025-12-02T22:59:59.999Z"), at("2025-12-02T23:00:00Z"))).toBe(false);
    expect(cmeEquityCalendar.closedBetween(at("2025-12-02T22:59:59.998Z"), at("2025-12-02T23:00:00Z"))).toBe(true);
  });

  it.each([
    ["2027-06-18", { closeAt: 780 }],
    ["2027-07-05", { closeAt: 780, reopenAt: 1080 }],
    ["2027-11-26", { closeAt: 795 }],
    ["2027-12-23", { closeAt: 1020 }],
    ["2027-12-24", {}],
    ["2027-12-31", null],
    ["2027-03-26", {}],
    ["2028-12-24", {}],
    ["2028-12-25", { reopenAt: 1080 }],
    ["2030-01-01", { reopenAt: 1080 }],
  ])("rules beyond the record: %s", (date, expected) => expect(cmeEquityException(day(date))).toEqual(expected));
});

const recordShape = z.object({
  early_closes: z.record(z.string(), z.string()),
  late_opens: z.record(z.string(), z.string()),
  full_holidays: z.array(z.string()),
});

describe.runIf(existsSync(RECORD))("the schedule of record", () => {
  it("agrees with the rules on every day from 2009 to 2026", () => {
    const record = recordShape.parse(JSON.parse(readFileSync(RECORD, "utf8")));
    const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
    const differences: string[] = [];
    for (let number = day("2009-01-01"); number <= day("2027-01-01"); number += 1) {
      const date = isoDate(number);
      const [close, open] = [record.early_closes[date], record.late_opens[date]];
      const listed = close !== undefined || open !== undefined || record.full_holidays.includes(date);
      const expected = listed
        ? {
            ...(close === undefined ? {} : { closeAt: minutes(close) }),
            ...(open === undefined ? {} : { reopenAt: minutes(open) }),
          }
        : null;
      const actual = cmeEquityException(number);
      if (JSON.stringify(expected) !== JSON.stringify(actual))
        differences.push(`${date} ${JSON.stringify({ expected, actual })}`);
    }
    expect(differences).toEqual([]);
  });
});
