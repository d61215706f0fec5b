/**
 * The one filter of the Signal Lab, MFE Explore, exports and bulk actions (ADR 50): URL parameters ⇄ `LabFilter`.
 * Pure. A name or value it does not know is reported and ignored, never guessed. Its only translation to SQL is
 * lib/db/lab-filter.ts; the words people read are lib/lab/filter-chips.ts.
 */
import type { SignalStatus } from "@/lib/engine/types";
import { doubtWords } from "@/lib/lab/doubt";
import { flagLabels } from "@/lib/lab/flag-words";
import type { Having, ReviewStatus, TelemetrySeverity } from "@/lib/lab/words";
import * as words from "@/lib/lab/words";
import type { Session } from "@/lib/market/session";
import type { TickSource, TradeDate } from "@/lib/market/types";
import { dayNumberOf, isoDate } from "@/lib/market/zone";
import type { Direction, StopScenario } from "@/lib/signal/types";
import type { ExitReason, LegStatus } from "@/lib/trade/types";

/** A span of R, `from` inclusive, `to` exclusive; null is open. At most 4 decimals. */
export interface RSpan {
  readonly from: number | null;
  readonly to: number | null;
}

/** Which entries are meant. An empty list, null or empty text restricts nothing. Values of one list widen, different ones narrow. */
export interface LabFilter {
  /** One source at a time: simulated, replayed and delayed data never count among live. */
  readonly source: TickSource;
  /** New York dates of the signal candle, both inclusive. */
  readonly from: TradeDate | null;
  readonly to: TradeDate | null;
  /** Roots, e.g. NQ. */
  readonly instrument: readonly string[];
  /** Vendor tickers, e.g. NQZ6. */
  readonly contract: readonly string[];
  readonly direction: readonly Direction[];
  readonly session: readonly Session[];
  readonly status: readonly SignalStatus[];
  readonly scenario: readonly StopScenario[];
  readonly review: readonly ReviewStatus[];
  readonly flag: readonly string[];
  readonly tag: readonly string[];
  /** Why the No-BE leg ended. */
  readonly exit: readonly ExitReason[];
  /** State of the break-even leg. */
  readonly be: readonly LegStatus[];
  readonly telemetry: readonly TelemetrySeverity[];
  /** New York hour and weekday (Monday = 1) of the signal candle. */
  readonly hour: readonly number[];
  readonly weekday: readonly number[];
  /** Favourable extreme of the No-BE and of the BE leg, adverse extreme. */
  readonly mfe: RSpan | null;
  readonly bemfe: RSpan | null;
  readonly mae: RSpan | null;
  /** Nominal results of the No-BE and of the BE leg, open trades have none. */
  readonly result: RSpan | null;
  readonly beresult: RSpan | null;
  /** All of these. */
  readonly has: readonly Having[];
  /** Every word must occur in id, contract, reason, flags, tags, news or notes. */
  readonly text: string;
  /** Least doubt score; 0 restricts nothing. */
  readonly doubt: number;
  /** Reasons of the doubt score. */
  readonly why: readonly string[];
  readonly deleted: "no" | "only";
}

/** A parameter that was ignored, and what would have been understood. */
export interface UnknownParameter {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
}

export interface ParsedFilter {
  readonly filter: LabFilter;
  readonly unknown: readonly UnknownParameter[];
}

/** Values of one parameter; more are reported. */
export const FILTER_VALUES_MAX = 50;
/** Characters of the text and of one free value. */
export const FILTER_TEXT_MAX = 200;
/** Largest R a span may name, either side of 0. */
const SPAN_R_MAX = 100_000;
const DOUBT_MAX = 32_767;

type ListName = {
  [K in keyof LabFilter]: LabFilter[K] extends readonly (string | number)[] ? K : never;
}[keyof LabFilter];

/** How the values of a list parameter are read: a closed vocabulary, or a pattern for words the data brings. */
type ListRule =
  | { readonly labels: ReadonlyMap<string | number, string> }
  | { readonly pattern: RegExp; readonly upper: boolean; readonly example: string };

const word = /^[^\s,](?:[^,]{0,98}[^\s,])?$/u;

/** List parameters in canonical order. */
export const listRules: Readonly<Record<ListName, ListRule>> = {
  instrument: { pattern: /^[A-Z0-9]{1,10}$/, upper: true, example: "a root such as NQ" },
  contract: { pattern: /^[A-Z0-9]{1,9}[FGHJKMNQUVXZ]\d{1,2}$/, upper: true, example: "a contract such as NQZ6" },
  direction: { labels: words.directionLabels },
  session: { labels: words.sessionLabels },
  status: { labels: words.statusLabels },
  scenario: { labels: words.scenarioLabels },
  review: { labels: words.reviewLabels },
  exit: { labels: words.exitLabels },
  be: { labels: words.legLabels },
  telemetry: { labels: words.telemetryLabels },
  weekday: { labels: words.weekdayLabels },
  hour: { labels: words.hourLabels },
  has: { labels: words.havingLabels },
  flag: { labels: flagLabels },
  why: { labels: doubtWords },
  tag: { pattern: word, upper: false, example: "a tag of up to 100 characters without commas" },
};

export const listNames = Object.keys(listRules).filter((name): name is ListName => name in listRules);
export const spanNames = ["mfe", "bemfe", "mae", "result", "beresult"] as const;
export type SpanName = (typeof spanNames)[number];
const scalarNames = ["source", "from", "to", "text", "doubt", "deleted"] as const;

/** Every parameter of the filter. Pages use other names for their own (order, grouping, columns). */
export const filterNames: readonly string[] = [...scalarNames, ...listNames, ...spanNames];

/** The filter that restricts nothing but the source. */
export function everything(source: TickSource): LabFilter {
  const none = { instrument: [], contract: [], direction: [], session: [], status: [], scenario: [], review: [] };
  const more = { flag: [], tag: [], exit: [], be: [], telemetry: [], hour: [], weekday: [], has: [], why: [] };
  const spans = { mfe: null, bemfe: null, mae: null, result: null, beresult: null };
  const rest = { from: null, to: null, ...spans, text: "", doubt: 0 };
  return { source, ...none, ...more, ...rest, deleted: "no" };
}

/** What a list parameter takes, in words. */
function expectedOf(rule: ListRule): string {
  return "labels" in rule ? `one of ${[...rule.labels.keys()].join(", ")}` : rule.example;
}

/** The value a text means under a rule, in the rule's own spelling; undefined when it means none. */
function valueFor(rule: ListRule, text: string): string | number | undefined {
  if (text.includes("\u0000")) return undefined;
  if ("labels" in rule) return [...rule.labels.keys()].find((key) => String(key).toLowerCase() === text.toLowerCase());
  const spelled = rule.upper ? text.toUpperCase() : text;
  return rule.pattern.test(spelled) ? spelled : undefined;
}

/** Sorted as people see the values, each once. */
function canonical(rule: ListRule, values: readonly (string | number)[]): (string | number)[] {
  const unique = new Set(values);
  if ("labels" in rule) return [...rule.labels.keys()].filter((key) => unique.has(key));
  return [...unique].sort((left, right) => (left < right ? -1 : 1));
}

const dateText = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. The database's calendar has no year 0. */
export function isDate(text: string): boolean {
  const [, year, month, day] = dateText.exec(text) ?? [];
  return (
    day !== undefined && Number(year) > 0 && isoDate(dayNumberOf(Number(year), Number(month), Number(day))) === text
  );
}

const spanText = /^(-?\d{1,6}(?:\.\d{1,4})?)?\.\.(-?\d{1,6}(?:\.\d{1,4})?)?$/;

/** A span as written in a URL: `1..2`, `3..`, `..-0.5`. Null when it is none. */
export function parseSpan(text: string): RSpan | null {
  const match = spanText.exec(text);
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null;
  const [from, to] = [match[1], match[2]].map((part) => (part === undefined ? null : Number(part) + 0));
  if (from === undefined || to === undefined) return null;
  const outside = [from, to].some((bound) => bound !== null && Math.abs(bound) > SPAN_R_MAX);
  return outside || (from !== null && to !== null && from >= to) ? null : { from, to };
}

/** A span as the URL writes it. */
export function spanParameter({ from, to }: RSpan): string {
  return `${from ?? ""}..${to ?? ""}`;
}

type Writable = { -readonly [K in keyof LabFilter]: LabFilter[K] };

/** Reads one single-valued parameter into the filter; the expectation when the value is none. */
const scalarReaders: Readonly<Record<(typeof scalarNames)[number], (into: Writable, text: string) => string | null>> = {
  source: (into, text) => {
    const source = [...words.sourceLabels.keys()].find((key) => key === text.toLowerCase());
    if (source !== undefined) into.source = source;
    return source === undefined ? `one of ${[...words.sourceLabels.keys()].join(", ")}` : null;
  },
  from: (into, text) => {
    if (isDate(text)) into.from = text;
    return into.from === text ? null : "a date as YYYY-MM-DD";
  },
  to: (into, text) => {
    const ordered = into.from === null || into.from <= text;
    if (isDate(text) && ordered) into.to = text;
    return into.to === text ? null : ordered ? "a date as YYYY-MM-DD" : `a date not before ${into.from}`;
  },
  text: (into, text) => {
    // Postgres has no text with this character: it would refuse the whole question.
    if (text.includes("\u0000")) return "text without the character U+0000";
    const trimmed = text.trim().replace(/\s+/gu, " ");
    if (trimmed.length <= FILTER_TEXT_MAX) into.text = trimmed;
    return trimmed.length <= FILTER_TEXT_MAX ? null : `at most ${FILTER_TEXT_MAX} characters`;
  },
  doubt: (into, text) => {
    const ok = /^\d{1,5}$/.test(text) && Number(text) <= DOUBT_MAX;
    if (ok) into.doubt = Number(text);
    return ok ? null : `a score from 0 to ${DOUBT_MAX}`;
  },
  deleted: (into, text) => {
    if (text === "no" || text === "only") into.deleted = text;
    return into.deleted === text ? null : "no or only";
  },
};

/**
 * Reads a filter from URL parameters.
 * @param fallback the source when none is named: what this desk streams
 * @param ignored names the page uses for itself
 */
export function parseLabFilter(
  params: URLSearchParams,
  fallback: TickSource,
  ignored: ReadonlySet<string> = new Set(),
): ParsedFilter {
  const unknown: UnknownParameter[] = [];
  const filter: Writable = { ...everything(fallback) };
  const report = (name: string, value: string, expected: string) => {
    unknown.push({ name, value: value.slice(0, FILTER_TEXT_MAX), expected });
  };
  for (const name of scalarNames) {
    const [value, ...again] = params.getAll(name);
    const expected = value === undefined || value === "" ? null : scalarReaders[name](filter, value);
    if (expected !== null) report(name, value ?? "", expected);
    for (const more of again) report(name, more, "the parameter once");
  }
  for (const name of spanNames) {
    const [value, ...again] = params.getAll(name);
    if (value !== undefined && value !== "") {
      filter[name] = parseSpan(value);
      if (filter[name] === null) report(name, value, "a span of R such as 1..2, 3.. or ..-0.5");
    }
    for (const more of again) report(name, more, "the parameter once");
  }
  const lists = Object.fromEntries(listNames.map((name) => [name, readList(params, name, report)]));
  for (const [name, value] of params) {
    if (!filterNames.includes(name) && !ignored.has(name)) report(name, value, `one of ${filterNames.join(", ")}`);
  }
  // The lists' values come from their rules, so the object has the filter's types; the compiler cannot follow the loop.
  return { filter: Object.assign(filter, lists), unknown };
}

function readList(
  params: URLSearchParams,
  name: ListName,
  report: (name: string, value: string, expected: string) => void,
): (string | number)[] {
  const rule = listRules[name];
  const texts = params
    .getAll(name)
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
  const values: (string | number)[] = [];
  for (const text of texts) {
    const value = valueFor(rule, text);
    if (value === undefined) report(name, text, expectedOf(rule));
    else if (values.includes(value)) continue;
    else if (values.length === FILTER_VALUES_MAX) report(name, text, `at most ${FILTER_VALUES_MAX} values`);
    else values.push(value);
  }
  return canonical(rule, values);
}

/**
 * The filter as URL parameters: canonical order, what restricts nothing left out. `parseLabFilter` reads it back as it was.
 * @param fallback the source that need not be named
 */
export function labFilterParams(filter: LabFilter, fallback: TickSource): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.source !== fallback) params.set("source", filter.source);
  if (filter.from !== null) params.set("from", filter.from);
  if (filter.to !== null) params.set("to", filter.to);
  for (const name of listNames) {
    const values: readonly (string | number)[] = filter[name];
    if (values.length > 0) params.set(name, canonical(listRules[name], values).join(","));
  }
  for (const name of spanNames) {
    const span = filter[name];
    if (span !== null) params.set(name, spanParameter(span));
  }
  if (filter.doubt > 0) params.set("doubt", String(filter.doubt));
  if (filter.text !== "") params.set("text", filter.text);
  if (filter.deleted !== "no") params.set("deleted", filter.deleted);
  return params;
}
