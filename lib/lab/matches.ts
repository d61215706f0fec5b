/**
 * What the filter of the Signal Lab means, asked of 100,000 entries in memory: their words as small numbers in columns, one
 * short walk per restriction. lib/db/lab-filter.ts says the same in SQL; a property test holds the two together over random
 * entries and filters (lib/db/lab-list.test.ts). Pure.
 */
import type { LabFilter, RSpan } from "@/lib/lab/filter";
import type { Having } from "@/lib/lab/words";
import type { Ticks, TradeDate } from "@/lib/market/types";

/** What a filter looks at, effective values. Words are compared as stored. */
export interface FilterFacts {
  readonly source: string;
  readonly signalDate: TradeDate;
  readonly root: string;
  readonly ticker: string;
  readonly direction: string;
  readonly session: string;
  readonly status: string;
  readonly scenario: string | null;
  readonly reviewStatus: string;
  readonly exitReason: string | null;
  readonly beLeg: string | null;
  readonly telemetrySeverity: string | null;
  readonly hour: number;
  readonly weekday: number;
  readonly flags: readonly string[];
  readonly tags: readonly string[];
  readonly doubtReasons: readonly string[];
  readonly doubt: number;
  readonly risk: Ticks | null;
  readonly noBeMfe: Ticks | null;
  readonly beMfe: Ticks | null;
  readonly mae: Ticks | null;
  /** Nominal results in ten-thousandths of R; null while open. */
  readonly outcomeNoBe: number | null;
  readonly outcomeBe: number | null;
  readonly has: { readonly [Name in Having]: boolean };
  /** Everything the text is looked for in, lower case. */
  readonly search: string;
}

const single = {
  instrument: "root",
  contract: "ticker",
  direction: "direction",
  session: "session",
  status: "status",
  scenario: "scenario",
  review: "reviewStatus",
  exit: "exitReason",
  be: "beLeg",
  telemetry: "telemetrySeverity",
  hour: "hour",
  weekday: "weekday",
} as const satisfies Partial<Record<keyof LabFilter, keyof FilterFacts>>;
const several = { flag: "flags", tag: "tags", why: "doubtReasons" } as const;
/** Distances, compared with the risk of their trade; results are R already. */
const distances = { mfe: "noBeMfe", bemfe: "beMfe", mae: "mae" } as const;
const results = { result: "outcomeNoBe", beresult: "outcomeBe" } as const;

/** Names and values of an object, the names as its type has them. */
function entriesOf<Names extends string, Value>(object: { readonly [Name in Names]: Value }): [Names, Value][] {
  return Object.entries(object) as [Names, Value][];
}

/** Bounds of a span have at most this many decimals, so that a comparison in whole numbers is exact. */
const SPAN_STEPS = 10_000;

/** Words of the filter's text as given; the caller lowers them as the database lowers `search`. */
export function wordsOf({ text }: Pick<LabFilter, "text">): string[] {
  return text.split(" ").filter((word) => word !== "");
}

type Single = (typeof single)[keyof typeof single];
type Several = (typeof several)[keyof typeof several];

/** Room for this many entries at first; it doubles as they come. */
const ENTRIES_AT_FIRST = 1_024;
const numberNames = ["risk", "noBeMfe", "beMfe", "mae", "outcomeNoBe", "outcomeBe"] as const;
type NumberName = (typeof numberNames)[number];

/** Sets a value; whether it is another than before. */
function set(column: Uint32Array | Int32Array | Uint8Array | Float64Array, place: number, value: number): boolean {
  const other = !Object.is(column[place], value);
  column[place] = value;
  return other;
}

/** The facts of many entries, each at a place of its own. */
export class FactColumns {
  #size = 0;
  /** Words and numbers of all columns, each with a code; `null` is one of them. */
  readonly #codes = new Map<string | number | null, number>();
  readonly #single = new Map<Single | "source" | "signalDate", Uint32Array>();
  /** NaN where there is none. */
  readonly #numbers = new Map<NumberName, Float64Array>();
  readonly #several = new Map<Several, (readonly string[])[]>(Object.values(several).map((fact) => [fact, []]));
  readonly #has = new Map<Having, Uint8Array>();
  #doubt = new Int32Array(0);
  readonly #search: string[] = [];
  /** Dates by code, for those that compare. */
  readonly #dates = new Map<number, TradeDate>();

  /**
   * Puts an entry at a place, or a newer version of it there. @param place a small whole number, >= 0
   * @returns whether any filter may mean it otherwise than before
   */
  put(place: number, facts: FilterFacts): boolean {
    if (place >= this.#size) this.#grow(Math.max(place + 1, 2 * this.#size, ENTRIES_AT_FIRST));
    const isNew = this.#search[place] === undefined;
    const sets = [
      ...[...this.#single].map(([name, column]) => set(column, place, this.#code(facts[name]))),
      ...[...this.#numbers].map(([name, column]) => set(column, place, facts[name] ?? Number.NaN)),
      ...[...this.#has].map(([having, column]) => set(column, place, facts.has[having] ? 1 : 0)),
      ...[...this.#several].map(([name, lists]) => {
        const before = lists[place];
        lists[place] = facts[name];
        return (
          before === undefined ||
          before.length !== facts[name].length ||
          before.some((word, at) => word !== facts[name][at])
        );
      }),
      set(this.#doubt, place, facts.doubt),
    ];
    this.#dates.set(this.#code(facts.signalDate), facts.signalDate);
    const other = this.#search[place] !== facts.search;
    this.#search[place] = facts.search;
    return isNew || other || sets.includes(true);
  }

  #code(word: string | number | null): number {
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    this.#codes.set(word, this.#codes.size);
    return this.#codes.size - 1;
  }

  #grow(size: number): void {
    this.#size = size;
    for (const name of [...Object.values(single), "source", "signalDate"] as const) {
      const column = new Uint32Array(size);
      column.set(this.#single.get(name) ?? []);
      this.#single.set(name, column);
    }
    for (const name of numberNames) {
      const column = new Float64Array(size);
      column.set(this.#numbers.get(name) ?? []);
      this.#numbers.set(name, column);
    }
    for (const having of ["trade", "corrected", "notes"] as const) {
      const column = new Uint8Array(size);
      column.set(this.#has.get(having) ?? []);
      this.#has.set(having, column);
    }
    const doubt = new Int32Array(size);
    doubt.set(this.#doubt);
    this.#doubt = doubt;
  }

  /**
   * Which of the entries at `places` a filter means, in the order given. Its word on deleted entries is not asked: whoever keeps
   * entries knows which those are. @param words of `wordsOf`, lower case
   */
  match(filter: LabFilter, words: readonly string[], places: Int32Array): Int32Array {
    let left = this.#withWord(places, "source", new Set([filter.source]));
    for (const [name, fact] of entriesOf(single)) {
      const chosen = new Set<string | number | null>(filter[name]);
      if (chosen.size > 0) left = this.#withWord(left, fact, chosen);
    }
    const { from, to, doubt } = filter;
    if (from !== null || to !== null) left = this.#between(left, from, to);
    for (const [name, fact] of entriesOf(distances)) {
      const span = filter[name];
      if (span !== null) left = this.#within(left, span, fact, this.#numbers.get("risk") ?? null);
    }
    for (const [name, fact] of entriesOf(results)) {
      const span = filter[name];
      if (span !== null) left = this.#within(left, span, fact, null);
    }
    for (const having of filter.has) left = left.filter((place) => this.#has.get(having)?.[place] === 1);
    if (doubt > 0) left = left.filter((place) => (this.#doubt[place] ?? 0) >= doubt);
    for (const [name, fact] of entriesOf(several)) {
      const chosen = new Set(filter[name]);
      if (chosen.size === 0) continue;
      const lists = this.#several.get(fact);
      left = left.filter((place) => lists?.[place]?.some((word) => chosen.has(word)) ?? false);
    }
    for (const word of words) left = left.filter((place) => this.#search[place]?.includes(word) ?? false);
    return left;
  }

  #withWord(places: Int32Array, name: Single | "source", chosen: ReadonlySet<string | number | null>): Int32Array {
    const column = this.#single.get(name);
    const codes = new Set([...chosen].flatMap((word) => this.#codes.get(word) ?? []));
    const [only] = codes;
    // Most lists have one value; a comparison is cheaper than a look into a set.
    return codes.size === 1
      ? places.filter((place) => column?.[place] === only)
      : places.filter((place) => codes.has(column?.[place] ?? -1));
  }

  #between(places: Int32Array, from: TradeDate | null, to: TradeDate | null): Int32Array {
    const column = this.#single.get("signalDate");
    const inside = new Uint8Array(this.#codes.size);
    for (const [code, date] of this.#dates) {
      if ((from === null || date >= from) && (to === null || date <= to)) inside[code] = 1;
    }
    return places.filter((place) => inside[column?.[place] ?? 0] === 1);
  }

  /** @param risks what the bounds are in; null: the values are ten-thousandths of R themselves */
  #within(places: Int32Array, { from, to }: RSpan, name: NumberName, risks: Float64Array | null): Int32Array {
    const values = this.#numbers.get(name);
    const bound = (r: number): number => Math.round(r * SPAN_STEPS);
    const low = from === null ? null : bound(from);
    const high = to === null ? null : bound(to);
    return places.filter((place) => {
      const risk = risks === null ? 1 : (risks[place] ?? Number.NaN);
      const value = (values?.[place] ?? Number.NaN) * (risks === null ? 1 : SPAN_STEPS);
      if (Number.isNaN(value) || Number.isNaN(risk)) return false;
      return (low === null || value >= low * risk) && (high === null || value < high * risk);
    });
  }
}
