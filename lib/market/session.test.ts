import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newYorkDate, sessionOf, tradeDateOf } from "@/lib/market/session";
import { CHICAGO, DAY_MS, fromWall, NEW_YORK, wallTime } from "@/lib/market/zone";

const at = (iso: string) => Date.parse(iso);

describe("sessions (methodology 3.2, SE)", () => {
  it.each([
    ["2025-07-01T12:29:59Z", "NY PRE"],
    ["2025-07-01T12:30:00Z", "NY AM"],
    ["2025-12-01T13:29:59Z", "NY PRE"],
    ["2025-12-01T13:30:00Z", "NY AM"],
    ["2025-12-01T12:15:00Z", "NY PRE"],
    ["2025-12-02T00:59:59Z", "INVALID"],
    ["2025-12-02T01:00:00Z", "ASIA"],
    ["2025-07-02T00:00:00Z", "ASIA"],
    ["2025-12-01T20:59:59Z", "NY PM"],
    ["2025-12-01T21:00:00Z", "INVALID"],
    ["2025-12-07T23:00:00Z", "INVALID"],
    ["2025-12-08T01:00:00Z", "ASIA"],
    ["2025-12-01T17:59:59.999Z", "NY LUNCH"],
    ["2025-11-02T05:30:00Z", "LONDON"],
    ["2025-11-02T06:30:00Z", "LONDON"],
  ])("SE: %s is %s (INV-17)", (iso, session) => expect(sessionOf(at(iso))).toBe(session));

  it("SE: the date is New York's (INV-15)", () => expect(newYorkDate(at("2025-12-02T01:00:00Z"))).toBe("2025-12-01"));
});

describe("trade date (massive-futures-api 6.1)", () => {
  it.each([
    ["Monday noon", "2025-12-01T18:00:00Z", "2025-12-01"],
    ["Monday 17:00 Chicago", "2025-12-01T23:00:00Z", "2025-12-02"],
    ["Friday 17:00 Chicago", "2025-12-05T23:00:00Z", "2025-12-08"],
    ["Sunday evening", "2025-12-07T23:30:00Z", "2025-12-08"],
    ["Thanksgiving morning", "2025-11-27T15:00:00Z", "2025-11-28"],
    ["the evening before Thanksgiving", "2025-11-26T23:30:00Z", "2025-11-28"],
    ["Christmas Eve morning", "2025-12-24T15:00:00Z", "2025-12-24"],
    ["Martin Luther King Day", "2026-01-19T15:00:00Z", "2026-01-20"],
    ["Good Friday with a jobs report", "2026-04-03T12:00:00Z", "2026-04-03"],
  ])("%s", (_, iso, date) => expect(tradeDateOf(at(iso))).toBe(date));
});

describe("wall time", () => {
  it("a time that occurs twice is the first, one that does not exist is read with the old offset", () => {
    const autumn = wallTime(NEW_YORK, at("2025-11-02T12:00:00Z")).dayNumber;
    expect(fromWall(NEW_YORK, autumn, 90 * 60_000)).toBe(at("2025-11-02T05:30:00Z"));
    const spring = wallTime(NEW_YORK, at("2025-03-09T12:00:00Z")).dayNumber;
    expect(fromWall(NEW_YORK, spring, 150 * 60_000)).toBe(at("2025-03-09T07:30:00Z"));
  });

  it("instants round-trip through wall time in both zones outside the repeated hour", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(NEW_YORK, CHICAGO),
        fc.integer({ min: at("2000-01-01"), max: at("2040-01-01") }),
        (zone, instant) => {
          const { dayNumber, msOfDay } = wallTime(zone, instant);
          const back = fromWall(zone, dayNumber, msOfDay);
          expect(back === instant || instant - back === 3_600_000).toBe(true);
          expect(msOfDay >= 0 && msOfDay < DAY_MS).toBe(true);
        },
      ),
    );
  });
});
