import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarOf, cmeEquityHours, roundTheClock } from "@/lib/market/hours";
import { marketPhases, phaseAt } from "@/lib/market/phases";

const at = (text: string): number => Date.parse(text);
const usual = calendarOf(cmeEquityHours);
/** Tuesday 2026-12-01, ordinary by the built-in calendar: the vendor closes at 13:15 New York. */
const early = calendarOf({ ...cmeEquityHours, days: { "2026-12-01": [{ from: 0, until: 795 }] } });

describe("market phases", () => {
  it("are the session, its pause and the next session", () => {
    expect(marketPhases([usual], at("2026-12-01T15:00:00Z"), 3)).toEqual([
      { open: true, until: at("2026-12-01T22:00:00Z") },
      { open: false, until: at("2026-12-01T23:00:00Z") },
      { open: true, until: at("2026-12-02T22:00:00Z") },
    ]);
  });

  it("follow a day of the vendor", () => {
    expect(marketPhases([early], at("2026-12-01T15:00:00Z"), 1)).toEqual([
      { open: true, until: at("2026-12-01T18:15:00Z") },
    ]);
  });

  it("are open while any of several markets is", () => {
    expect(marketPhases([early, usual], at("2026-12-01T15:00:00Z"), 1)).toEqual([
      { open: true, until: at("2026-12-01T22:00:00Z") },
    ]);
  });

  it("end where nothing is known to change, and are none without a market", () => {
    expect(marketPhases([roundTheClock].map(calendarOf), 0, 5)).toEqual([{ open: true, until: null }]);
    expect(marketPhases([], 0, 5)).toEqual([]);
    expect(phaseAt([{ open: true, until: 10 }], 10)).toBeNull();
  });

  it("agree with the calendars at every instant, also over the changes of daylight saving time", () => {
    const from = at("2026-01-01T00:00:00Z");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 * 24 * 60 }),
        fc.integer({ min: 0, max: 20 * 24 * 60 }),
        (start, later) => {
          const now = from + start * 60_000;
          const then = now + later * 60_000;
          const phase = phaseAt(marketPhases([usual, early], now, 60), then);
          expect(phase?.open).toBe(usual.isOpen(then) || early.isOpen(then));
        },
      ),
    );
  });
});
