import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { labColumns } from "@/lib/lab/columns";
import { doubtWords } from "@/lib/lab/doubt";
import {
  everything,
  FILTER_VALUES_MAX,
  isDate,
  type LabFilter,
  labFilterParams,
  parseLabFilter,
} from "@/lib/lab/filter";
import { filterChips } from "@/lib/lab/filter-chips";
import * as words from "@/lib/lab/words";

const parse = (query: string, ignored?: ReadonlySet<string>) =>
  parseLabFilter(new URLSearchParams(query), "live", ignored);

const some = <T>(...values: readonly T[]) => fc.subarray([...values]);
const of = <T>(labels: ReadonlyMap<T, string>) => fc.subarray([...labels.keys()]);
const sortedWords = (arbitrary: fc.Arbitrary<string>) =>
  fc.uniqueArray(arbitrary, { maxLength: 4 }).map((values) => values.sort((a, b) => (a < b ? -1 : 1)));
const bound = fc.option(fc.integer({ min: -90_000_000, max: 90_000_000 }).map((value) => value / 10_000));
const span = fc.option(
  fc
    .record({ from: bound, to: bound })
    .filter(({ from, to }) => (from ?? to) !== null && (from === null || to === null || from < to)),
);
const date = fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

/** Any filter in canonical form. */
const anyFilter: fc.Arbitrary<LabFilter> = fc
  .record({
    source: fc.constantFrom(...words.sourceLabels.keys()),
    dates: fc.tuple(fc.option(date), fc.option(date)),
    instrument: some("ES", "NQ"),
    contract: some("ESZ6", "NQZ6"),
    direction: of(words.directionLabels),
    session: of(words.sessionLabels),
    status: of(words.statusLabels),
    scenario: of(words.scenarioLabels),
    review: of(words.reviewLabels),
    flag: some("late", "tracking_gap"),
    tag: sortedWords(fc.string({ unit: "grapheme", minLength: 1, maxLength: 10 }).filter((t) => /^[^\s,]+$/u.test(t))),
    exit: of(words.exitLabels),
    be: of(words.legLabels),
    telemetry: of(words.telemetryLabels),
    hour: of(words.hourLabels),
    weekday: of(words.weekdayLabels),
    mfe: span,
    bemfe: span,
    mae: span,
    result: span,
    beresult: span,
    has: of(words.havingLabels),
    text: fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.trim().replace(/\s+/gu, " ")),
    doubt: fc.integer({ min: 0, max: 32_767 }),
    why: of(doubtWords),
    deleted: fc.constantFrom("no" as const, "only" as const),
  })
  .map(({ dates: [one, other], ...rest }) => {
    const [from, to] = one !== null && other !== null && one > other ? [other, one] : [one, other];
    return { ...rest, from, to };
  });

describe("the filter in a URL", () => {
  it("comes back as it was, whatever it is", () => {
    fc.assert(
      fc.property(anyFilter, fc.constantFrom(...words.sourceLabels.keys()), (filter, fallback) => {
        const query = labFilterParams(filter, fallback).toString();
        expect(parseLabFilter(new URLSearchParams(query), fallback)).toEqual({ filter, unknown: [] });
        expect(labFilterParams(filter, fallback).toString()).toBe(query);
      }),
    );
  });

  it("leaves out what restricts nothing, and the source of the desk", () => {
    expect(labFilterParams(everything("live"), "live").toString()).toBe("");
    expect(labFilterParams(everything("live"), "simulated").toString()).toBe("source=live");
  });

  it("reads values in any case and spelled once each, in the order people see them", () => {
    const { filter, unknown } = parse("session=ny am,asia,NY AM&instrument=nq&status=closed&status=active");
    expect(unknown).toEqual([]);
    expect(filter).toMatchObject({ session: ["ASIA", "NY AM"], instrument: ["NQ"], status: ["ACTIVE", "CLOSED"] });
  });

  it("names what it does not know and ignores it", () => {
    const { filter, unknown } = parse(
      "status=closed,done&sesion=ASIA&from=2026-02-30&mfe=2..1&doubt=-1&deleted=yes&hour=24&flag=nope&contract=XX",
    );
    expect(filter).toEqual({ ...everything("live"), status: ["CLOSED"] });
    expect(unknown.map(({ name, value }) => `${name}=${value}`)).toEqual([
      "from=2026-02-30",
      "doubt=-1",
      "deleted=yes",
      "mfe=2..1",
      "contract=XX",
      "status=done",
      "hour=24",
      "flag=nope",
      "sesion=ASIA",
    ]);
    expect(unknown.find(({ name }) => name === "status")?.expected).toContain("CANCELLED");
  });

  it("refuses an end before the start, and a second value where there is one", () => {
    const { filter, unknown } = parse("from=2026-03-02&to=2026-03-01&source=live&source=replay");
    expect(filter).toMatchObject({ from: "2026-03-02", to: null, source: "live" });
    expect(unknown).toEqual([
      { name: "source", value: "replay", expected: "the parameter once" },
      { name: "to", value: "2026-03-01", expected: "a date not before 2026-03-02" },
    ]);
  });

  it("leaves the page's own parameters alone", () => {
    expect(parse("sort=doubt&group=day", new Set(["sort", "group"])).unknown).toEqual([]);
  });

  it("takes no more values than it may", () => {
    const tags = Array.from({ length: FILTER_VALUES_MAX + 1 }, (_, index) => `t${index}`);
    const { filter, unknown } = parse(`tag=${tags.join(",")}&text=${"x".repeat(201)}`);
    expect(filter.tag.length).toBe(FILTER_VALUES_MAX);
    expect(filter.text).toBe("");
    expect(unknown.map(({ name }) => name)).toEqual(["text", "tag"]);
  });

  it("refuses the one character the database cannot hold", () => {
    const { filter, unknown } = parse("text=a%00&tag=b%00c");
    expect([filter.text, filter.tag]).toEqual(["", []]);
    expect(unknown.map(({ name }) => name)).toEqual(["text", "tag"]);
  });

  it("knows the calendar", () => {
    expect(["2024-02-29", "2026-12-31"].every(isDate)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "2026-1-1", "0000-01-01", "today", ""].some(isDate)).toBe(false);
  });
});

describe("the chips", () => {
  it("say each restriction in words, and what is left without it", () => {
    const { filter } = parse(
      "from=2026-11-20&to=2026-11-20&status=CLOSED,CANCELLED&mfe=1..&flag=tracking_gap&text=roll&tag=a_b",
    );
    const chips = filterChips(filter, "live");
    expect(chips.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "Source: Live",
      "Date: 2026-11-20",
      "Status: Closed or Cancelled",
      "Flag: trades missing",
      "Tag: a_b",
      "MFE: 1R and more",
      "Text: “roll”",
    ]);
    expect(chips[1]?.without).toEqual({ ...filter, from: null, to: null });
  });

  it("are one per restriction: without all of them nothing is restricted", () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const left = filterChips(filter, "live").reduce<LabFilter>(
          (rest, { name }) => filterChips(rest, "live").find((chip) => chip.name === name)?.without ?? rest,
          filter,
        );
        expect(left).toEqual(everything("live"));
      }),
    );
  });
});

describe("the columns", () => {
  it("are each there once, with a default selection", () => {
    expect(new Set(labColumns.map(({ key }) => key)).size).toBe(labColumns.length);
    expect(labColumns.filter(({ shown }) => shown).length).toBeGreaterThan(5);
  });
});
