/**
 * The trades behind a mark of a figure: every bar, dot, cell and day can be asked for its rows. A mark is short text, so that
 * it stands in an address (`hit:no-be:3`); its rows are found by the same functions that counted them.
 */
import { heatBar, heatOf, inBin, timeBar, timeToMfe } from "@/lib/analysis/excursions";
import { type Grouping, groupings, groupKey } from "@/lib/analysis/group-key";
import { type Change, changeOf, type Question } from "@/lib/analysis/results";
import { type AnalysisRow, hasTrade, type TradeRow } from "@/lib/analysis/row";
import { type DotKind, excursions, kindOf, rectangleOf } from "@/lib/analysis/scatter";
import { cellResult, hasOrder } from "@/lib/analysis/surface-slot";
import { distanceIn } from "@/lib/analysis/units";
import { isTradeClosed, outcomeOf, type Variant, wholeR } from "@/lib/trade/statistics";

/** What a result of a cell is called. */
export type CellResult = "all" | "win" | "break-even" | "loss";

/** A mark that one trade can be held against. */
type TradeMark =
  /** Every trade of the figures. */
  | { readonly kind: "all" }
  | { readonly kind: "outcome"; readonly outcome: DotKind }
  | { readonly kind: "change"; readonly change: Change; readonly target: number }
  | { readonly kind: "hit"; readonly variant: Variant; readonly target: number }
  | { readonly kind: "mfe"; readonly variant: Variant; readonly from: number; readonly to: number | null }
  | { readonly kind: "plane"; readonly mae: Span; readonly mfe: Span }
  /** A rectangle of the density over the plane of these edges; only trades with a result are counted there. */
  | {
      readonly kind: "density";
      readonly column: number;
      readonly row: number;
      readonly maeMin: number;
      readonly mfeMax: number;
    }
  | { readonly kind: "heat"; readonly bar: number }
  | { readonly kind: "time"; readonly bar: number }
  | { readonly kind: "group"; readonly by: Grouping; readonly key: string }
  | { readonly kind: "cell"; readonly trigger: number | null; readonly target: number; readonly result: CellResult };

export type Mark =
  | TradeMark
  /** A New York signal date, signals without a trade included. */
  | { readonly kind: "date"; readonly date: string }
  /** Resolved trades by their place in order of closing, from 1, both ends included. */
  | { readonly kind: "closing"; readonly from: number; readonly to: number };

/** From <= value <= to; null: open. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

const number = "(-?\\d{1,9}(?:\\.\\d{1,12})?(?:e-?\\d{1,2})?)";
const open = `(?:${number}|-)`;
const patterns = {
  all: /^all$/,
  outcome: /^outcome:(win|break-even|loss|open|other)$/,
  change: /^change:(saved|cost|same):(\d{1,2})$/,
  hit: /^hit:(be|no-be):(\d{1,2})$/,
  mfe: new RegExp(`^mfe:(be|no-be):${number}:${open}$`),
  plane: new RegExp(`^plane:${open}:${open}:${open}:${open}$`),
  density: new RegExp(`^density:(\\d{1,2}):(\\d{1,2}):${number}:${number}$`),
  heat: /^heat:(\d{1,2})$/,
  time: /^time:(\d{1,2})$/,
  group: new RegExp(`^group:(${groupings.join("|")}):([\\w -]{1,20})$`),
  date: /^date:(\d{4}-\d{2}-\d{2})$/,
  closing: /^closing:(\d{1,6}):(\d{1,6})$/,
  cell: /^cell:(\d{1,2}|none):(\d{1,2}):(all|win|break-even|loss)$/,
} as const satisfies { readonly [Kind in Mark["kind"]]: RegExp };

const numberOr = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

type Parts = readonly (string | undefined)[];

/** One builder per kind; the pattern has checked the parts. */
const builders: { readonly [Kind in Mark["kind"]]: (parts: Parts) => Mark } = {
  all: () => ({ kind: "all" }),
  outcome: ([outcome]) => ({ kind: "outcome", outcome: outcome as DotKind }),
  change: ([change, target]) => ({ kind: "change", change: change as Change, target: Number(target) }),
  hit: ([variant, target]) => ({ kind: "hit", variant: variant as Variant, target: Number(target) }),
  mfe: ([variant, from, to]) => ({ kind: "mfe", variant: variant as Variant, from: Number(from), to: numberOr(to) }),
  plane: ([a, b, c, d]) => ({
    kind: "plane",
    mae: { from: numberOr(a), to: numberOr(b) },
    mfe: { from: numberOr(c), to: numberOr(d) },
  }),
  density: ([column, row, maeMin, mfeMax]) => ({
    ...{ kind: "density", column: Number(column), row: Number(row) },
    ...{ maeMin: Number(maeMin), mfeMax: Number(mfeMax) },
  }),
  heat: ([bar]) => ({ kind: "heat", bar: Number(bar) }),
  time: ([bar]) => ({ kind: "time", bar: Number(bar) }),
  group: ([by, key]) => ({ kind: "group", by: by as Grouping, key: key ?? "" }),
  date: ([date]) => ({ kind: "date", date: date ?? "" }),
  closing: ([from, to]) => ({ kind: "closing", from: Number(from), to: Number(to) }),
  cell: ([trigger, target, result]) => ({
    kind: "cell",
    trigger: trigger === "none" ? null : Number(trigger),
    target: Number(target),
    result: result as CellResult,
  }),
};

/** Text to mark; null when it is none. */
export function parseMark(text: string): Mark | null {
  const kind = text.split(":", 1)[0] ?? "";
  if (!Object.hasOwn(patterns, kind)) return null;
  const known = kind as Mark["kind"];
  const match = patterns[known].exec(text);
  return match === null ? null : builders[known](match.slice(1));
}

const end = (value: number | null): string => (value === null ? "-" : String(value));

/** Mark to text; `parseMark` reads it back. */
export function markText(mark: Mark): string {
  switch (mark.kind) {
    case "all":
      return "all";
    case "outcome":
      return `outcome:${mark.outcome}`;
    case "change":
      return `change:${mark.change}:${mark.target}`;
    case "hit":
      return `hit:${mark.variant}:${mark.target}`;
    case "mfe":
      return `mfe:${mark.variant}:${mark.from}:${end(mark.to)}`;
    case "plane":
      return `plane:${end(mark.mae.from)}:${end(mark.mae.to)}:${end(mark.mfe.from)}:${end(mark.mfe.to)}`;
    case "density":
      return `density:${mark.column}:${mark.row}:${mark.maeMin}:${mark.mfeMax}`;
    case "heat":
    case "time":
      return `${mark.kind}:${mark.bar}`;
    case "group":
      return `group:${mark.by}:${mark.key}`;
    case "date":
      return `date:${mark.date}`;
    case "closing":
      return `closing:${mark.from}:${mark.to}`;
    case "cell":
      return `cell:${mark.trigger ?? "none"}:${mark.target}:${mark.result}`;
  }
}

const within = (value: number, { from, to }: Span): boolean =>
  (from === null || value >= from) && (to === null || value <= to);

function resolvedIn(row: TradeRow, { target }: Question): boolean {
  return (
    typeof outcomeOf(row.trade, "be", target) === "number" || typeof outcomeOf(row.trade, "no-be", target) === "number"
  );
}

function cellMatches(row: TradeRow, mark: Extract<TradeMark, { kind: "cell" }>): boolean {
  if (!hasOrder(row.trade)) return false;
  const result = cellResult(row.trade, mark.trigger, mark.target);
  if (result === null) return false;
  if (mark.result === "all") return true;
  return mark.result === (result > 0 ? "win" : result < 0 ? "loss" : "break-even");
}

function tradeMatches(row: TradeRow, mark: TradeMark, question: Question): boolean {
  const { trade } = row;
  switch (mark.kind) {
    case "all":
      return true;
    case "outcome":
      return kindOf(trade, question) === mark.outcome;
    case "change":
      return changeOf(row, mark.target) === mark.change;
    case "hit":
      return isTradeClosed(trade) && wholeR(mfeOf(row, mark.variant), trade.risk) >= mark.target;
    case "mfe": {
      const mfe = distanceIn(mfeOf(row, mark.variant), trade, question.unit);
      return isTradeClosed(trade) && inBin(mfe, mark);
    }
    case "plane": {
      const at = excursions(trade, question);
      return at !== null && within(at.mae, mark.mae) && within(at.mfe, mark.mfe);
    }
    case "density": {
      const at = excursions(trade, question);
      if (at === null || typeof outcomeOf(trade, question.variant, question.target) !== "number") return false;
      const { column, row } = rectangleOf(at.mae, at.mfe, mark);
      return column === mark.column && row === mark.row;
    }
    case "heat": {
      const { target, variant } = question;
      if (target === null || outcomeOf(trade, variant, target) !== target) return false;
      const heat = heatOf(trade, target);
      return heat !== null && heatBar(heat, trade.risk) === mark.bar;
    }
    case "time": {
      const time = isTradeClosed(trade) ? timeToMfe(trade) : null;
      return time !== null && timeBar(time) === mark.bar;
    }
    case "group":
      return groupKey(row, mark.by) === mark.key;
    case "cell":
      return cellMatches(row, mark);
  }
}

function mfeOf({ trade }: TradeRow, variant: Variant): number {
  return variant === "be" ? trade.beMfe : trade.noBeMfe;
}

/** Rows behind a mark, in the order given. @param rows in order of closing, as the figures were made from */
export function rowsBehind(rows: readonly AnalysisRow[], mark: Mark, question: Question): AnalysisRow[] {
  if (mark.kind === "date") return rows.filter(({ signalDate }) => signalDate === mark.date);
  const trades = rows.filter(hasTrade);
  if (mark.kind === "closing") {
    return trades.filter((row) => resolvedIn(row, question)).slice(Math.max(0, mark.from - 1), mark.to);
  }
  return trades.filter((row) => tradeMatches(row, mark, question));
}
