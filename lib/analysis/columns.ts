/**
 * Signals as columns of numbers, so that a statistic over 60,000 trades is one walk over a few small arrays. What a trade is
 * worth is not decided here: outcomes come from lib/trade/statistics.ts and the surface's reach from surface.ts, once, when a
 * row is put in. A set of signals is a list of places in order of closing; putting rows afterwards does not change it.
 */
import { type Grouping, groupings, groupKey } from "@/lib/analysis/group-key";
import { type AnalysisRow, hasTrade, type TradeRow } from "@/lib/analysis/row";
import { slotsOf, surfaceTriggers } from "@/lib/analysis/surface-slot";
import { isTradeClosed, missedOutcome, outcomeOf, type Variant, wholeR } from "@/lib/trade/statistics";
import { TARGET_R_MAX } from "@/lib/trade/trade";

/** What a trade is for a target beyond its MFE, as stored in `beMissed` and `noBeMissed`. */
export const missed = { loss: 0, breakEven: 1, unresolved: 2, other: 3 } as const;
/** Result in R of each of them; NaN: none. */
export const missedResults: readonly number[] = [-1, 0, Number.NaN, Number.NaN];

/** Life of a signal as bits of `life`. */
export const lifeBits = { refused: 1, confirmed: 2, cancelled: 4, active: 8 } as const;

/** NaN where there is none. `*Final`: result in R when run to the stop; `mfeTime`: entry to best price, ms. */
const doubles = ["beFinal", "noBeFinal", "closedAt", "mfeTime", "tickPoints", "pointValue", "bars", "ageMs"] as const;
/** Ticks. */
const wholes = ["risk", "beMfe", "noBeMfe", "mae"] as const;
/** `*Top`: whole R reached, 0..20. `life`: bits of `lifeBits`. */
const codes = ["beTop", "noBeTop", "beMissed", "noBeMissed", "closed", ...groupings, "date", "life"] as const;

type Columns<Names extends string, Column> = { readonly [Name in Names]: Column };

/** Columns of all signals of a store, by place there; those of a trade mean nothing where there is none. */
export type AllColumns = Columns<(typeof doubles)[number], Float64Array> &
  Columns<(typeof wholes)[number], Int32Array> &
  Columns<(typeof codes)[number], Uint16Array> & {
    /** Places there are. */
    readonly size: number;
    /** Per trigger of the surface: reach and what lies beyond (`surface-slot.ts`). */
    readonly slots: readonly Uint16Array[];
    /** Per target 1..20: adverse extreme before its first touch, ticks <= 0, or `noHeat`. */
    readonly heats: readonly Int32Array[];
  };

/** Stands where the adverse extreme before a touch is not known; a known one is never above 0. */
export const noHeat = 1;

/** Words behind the codes of a column. Grows, never changes. */
export type Keys = { readonly [Name in Grouping | "date"]: readonly string[] };

/** A set of signals: which, and their numbers. */
export interface SetColumns {
  readonly all: AllColumns;
  /** Places in `all` of the signals, and of those with a trade in order of closing, running ones last. */
  readonly signals: Int32Array;
  readonly trades: Int32Array;
  /** Place of each trade among the rows of the set. */
  readonly tradeRows: Int32Array;
  readonly keys: Keys;
}

/** Columns of one leg. */
export function legOf(all: AllColumns, variant: Variant) {
  return variant === "be"
    ? { top: all.beTop, missed: all.beMissed, final: all.beFinal, mfe: all.beMfe }
    : { top: all.noBeTop, missed: all.noBeMissed, final: all.noBeFinal, mfe: all.noBeMfe };
}

const CODES = 65_536;

/** Small numbers for the words of a column. */
class Dictionary {
  readonly keys: string[] = [];
  readonly #codes = new Map<string, number>();

  /** @throws RangeError when a column has more than 65,536 different words */
  code(key: string): number {
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    if (this.keys.length >= CODES)
      throw new RangeError(`expected at most ${CODES} different words, got one more: ${key}`);
    this.#codes.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }
}

function columns<Names extends string, Column>(
  names: readonly Names[],
  make: (name: Names) => Column,
): Record<Names, Column> {
  // Every name is given its column; the compiler cannot follow the loop.
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Names, Column>;
}

/** The same columns with room for `size` rows. */
function copied(from: AllColumns | null, size: number): AllColumns {
  const whole = (column: Int32Array | undefined): Int32Array => {
    const to = new Int32Array(size);
    to.set(column ?? []);
    return to;
  };
  const code = (column: Uint16Array | undefined): Uint16Array => {
    const to = new Uint16Array(size);
    to.set(column ?? []);
    return to;
  };
  return {
    size,
    ...columns(doubles, (name) => {
      const to = new Float64Array(size);
      to.set(from?.[name] ?? []);
      return to;
    }),
    ...columns(wholes, (name) => whole(from?.[name])),
    ...columns(codes, (name) => code(from?.[name])),
    slots: surfaceTriggers.map((_, index) => code(from?.slots[index])),
    heats: Array.from({ length: TARGET_R_MAX }, (_, index) => whole(from?.heats[index])),
  };
}

function missedCode(row: TradeRow, variant: Variant): number {
  const outcome = missedOutcome(row.trade, variant);
  if (outcome === -1) return missed.loss;
  if (outcome === 0) return missed.breakEven;
  return missed[outcome];
}

function finalOf(row: TradeRow, variant: Variant): number {
  const outcome = outcomeOf(row.trade, variant, null);
  return typeof outcome === "number" ? outcome : Number.NaN;
}

/** Room for this many rows at first; it doubles as they come. */
const ROWS_AT_FIRST = 1_024;

/** Columns of many signals, each at a place of its own. Sets that were picked keep the numbers they were picked with. */
export class ColumnStore {
  #all = copied(null, ROWS_AT_FIRST);
  /** Whether a set looks at `#all`: then the next change is made to a copy. */
  #lent = false;
  readonly #words = columns([...groupings, "date"], () => new Dictionary());

  /** Puts a row at a place, or a newer version of it there. @param place a small whole number, >= 0 */
  put(place: number, row: AnalysisRow): void {
    const room = place < this.#all.size ? this.#all.size : Math.max(place + 1, 2 * this.#all.size);
    if (this.#lent || room > this.#all.size) this.#all = copied(this.#all, room);
    this.#lent = false;
    const all = this.#all;
    const { status, confirmed, cancelled, trade } = row;
    all.date[place] = this.#words.date.code(row.signalDate);
    all.life[place] =
      (status === "REJECTED" ? lifeBits.refused : 0) +
      // Counted once: a confirmation taken back by an opposing signal is a cancellation, as in the list's subtotals.
      (confirmed && !cancelled ? lifeBits.confirmed : 0) +
      (cancelled ? lifeBits.cancelled : 0) +
      (trade !== null && !isTradeClosed(trade) ? lifeBits.active : 0);
    all.bars[place] = row.barsToConfirmation ?? Number.NaN;
    all.ageMs[place] = row.ageMs ?? Number.NaN;
    if (hasTrade(row)) this.#putTrade(all, place, row);
  }

  #putTrade(all: AllColumns, place: number, row: TradeRow): void {
    const { trade } = row;
    for (const name of wholes) all[name][place] = trade[name];
    all.beFinal[place] = finalOf(row, "be");
    all.noBeFinal[place] = finalOf(row, "no-be");
    all.closedAt[place] = trade.closedAt ?? Number.NaN;
    all.mfeTime[place] = trade.mfeAt === null ? Number.NaN : trade.mfeAt - trade.entryAt;
    all.tickPoints[place] = trade.tickPoints;
    all.pointValue[place] = trade.pointValue;
    all.beTop[place] = wholeR(trade.beMfe, trade.risk);
    all.noBeTop[place] = wholeR(trade.noBeMfe, trade.risk);
    all.beMissed[place] = missedCode(row, "be");
    all.noBeMissed[place] = missedCode(row, "no-be");
    all.closed[place] = isTradeClosed(trade) ? 1 : 0;
    for (const by of groupings) all[by][place] = this.#words[by].code(groupKey(row, by));
    const reached = slotsOf(trade);
    for (let index = 0; index < reached.length; index += 1) {
      const column = all.slots[index];
      if (column !== undefined) column[place] = reached[index] ?? 0;
    }
    for (let index = 0; index < all.heats.length; index += 1) {
      const column = all.heats[index];
      if (column !== undefined) column[place] = trade.heat?.[index] ?? noHeat;
    }
  }

  /** A set of signals. @param rows in order of closing @param places where each of them was put */
  pick(rows: readonly AnalysisRow[], places: Int32Array): SetColumns {
    this.#lent = true;
    const tradeRows = placesOf(rows, (row) => row.trade !== null);
    const trades = new Int32Array(tradeRows.length);
    for (let index = 0; index < trades.length; index += 1) trades[index] = places[tradeRows[index] ?? 0] ?? 0;
    const keys = columns([...groupings, "date"], (name) => this.#words[name].keys);
    return { all: this.#all, signals: places, trades, tradeRows, keys };
  }
}

/** Places of the rows that answer to a test, rising. */
export function placesOf(rows: readonly AnalysisRow[], test: (row: AnalysisRow) => boolean): Int32Array {
  const places = new Int32Array(rows.length);
  let n = 0;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === undefined || !test(row)) continue;
    places[n] = place;
    n += 1;
  }
  return places.slice(0, n);
}

const made = new WeakMap<readonly AnalysisRow[], SetColumns>();

/** The columns of a set of rows: those its reader has given, else made from the rows. @param rows in order of closing, never changed afterwards */
export function columnsOf(rows: readonly AnalysisRow[]): SetColumns {
  const known = made.get(rows);
  if (known !== undefined) return known;
  const store = new ColumnStore();
  for (const [place, row] of rows.entries()) store.put(place, row);
  const own = store.pick(
    rows,
    placesOf(rows, () => true),
  );
  made.set(rows, own);
  return own;
}

/** Says which columns belong to a set of rows, for whoever keeps a store of all rows (lib/db). */
export function giveColumns(rows: readonly AnalysisRow[], given: SetColumns): void {
  made.set(rows, given);
}
