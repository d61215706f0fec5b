import { describe, expect, it } from "vitest";
import {
  age,
  countdown,
  daysUntil,
  etDay,
  etDayOf,
  etTime,
  etTimeMs,
  latency,
  longDate,
  shortDate,
  utcTime,
} from "@/lib/format/time";

const summer = Date.UTC(2026, 6, 1, 14, 47, 53, 42);
const winter = Date.UTC(2026, 10, 23, 15, 47, 53, 42);

describe("clocks", () => {
  it("New York follows daylight saving", () => {
    expect(etTime(summer)).toBe("10:47:53");
    expect(etTime(winter)).toBe("10:47:53");
  });
  it("shows milliseconds where asked", () => expect(etTimeMs(winter)).toBe("10:47:53.042"));
  it("UTC", () => expect(utcTime(winter)).toBe("15:47:53"));
  it("midnight is 00, not 24", () => expect(utcTime(Date.UTC(2026, 0, 1))).toBe("00:00:00"));
  it("the day is New York's", () => expect(etDay(Date.UTC(2026, 10, 23, 3))).toBe("Sun 22 Nov"));
  it("a day of another New York year names the year", () => {
    const now = Date.UTC(2026, 10, 23, 3);
    expect(etDayOf(now, now)).toBe("Sun 22 Nov");
    expect(etDayOf(Date.UTC(2025, 11, 10, 15), now)).toBe("10 Dec 2025");
    expect(etDayOf(Date.UTC(2027, 0, 1, 3), now)).toBe("Thu 31 Dec");
    expect(etDayOf(now, Date.UTC(2027, 0, 1, 6))).toBe("22 Nov 2026");
  });
});

describe("dates", () => {
  it("short and long", () => {
    expect(shortDate("2026-11-23")).toBe("Mon 23 Nov");
    expect(longDate("2026-12-18")).toBe("18 Dec 2026");
  });
  it("counts calendar days of New York", () => {
    expect(daysUntil("2026-12-18", winter)).toBe(25);
    expect(daysUntil("2026-11-22", Date.UTC(2026, 10, 23, 3))).toBe(0);
  });
});

describe("durations", () => {
  it.each([
    [0, "0:00"],
    [42_900, "0:42"],
    [4_327_000, "1:12:07"],
    [-5, "0:00"],
  ])("countdown of %d ms is %s", (ms, text) => expect(countdown(ms)).toBe(text));

  it.each([
    [-100, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3 * 3_600_000, "3 h"],
    [50 * 3_600_000, "2 d"],
  ])("age of %d ms is %s", (ms, text) => expect(age(ms)).toBe(text));

  it.each([
    [-3, "0 ms"],
    [42.4, "42 ms"],
    [1300, "1.3 s"],
  ])("latency of %d ms is %s", (ms, text) => expect(latency(ms)).toBe(text));
});
