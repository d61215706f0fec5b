/**
 * One reader for every spelling of a futures symbol that people and programs use (massive-futures-api 5.2).
 * Turns text into a root with either a contract month or a continuous rank, or says plainly why it refuses.
 * Knows no roll: which contract a continuous rank means is decided in lib/market/roll.ts.
 */
import { type ListedRoot, lastTradeDate, monthOfLetter, PRODUCTS } from "@/lib/market/contract";
import type { TradeDate } from "@/lib/market/types";

/** Longest text looked at; no symbol is longer. */
const SYMBOL_LENGTH_MAX = 40;

export type NormalisedSymbol =
  | {
      readonly ok: true;
      readonly kind: "dated";
      readonly root: string;
      /** Contract month `YYYY-MM`. */
      readonly month: string;
      /** Exchange prefix as written, without the colon; says nothing binding. */
      readonly hint?: string;
      /** True when the last trading day lies before the reference date. */
      readonly expired: boolean;
    }
  | {
      readonly ok: true;
      readonly kind: "continuous";
      readonly root: string;
      /** 1 = front, 2 = next. */
      readonly rank: number;
      readonly hint?: string;
    }
  | { readonly ok: false; readonly message: string };

export interface SymbolOptions {
  /** Day the text was written, `YYYY-MM-DD`: decides the decade of one-digit years. Use the data's own date for history. */
  readonly refDate: TradeDate;
  /** Roots accepted; the eight index products by default. Pass `[...PRODUCTS, {root: "GC", …}]` for more. */
  readonly roots?: readonly ListedRoot[];
}

const refuse = (message: string): NormalisedSymbol => ({ ok: false, message });

/**
 * Reads a symbol: `X:NQZ23`, `NQZ23`, `NQZ3`, `NQZ2023`, `/NQZ23`, `NQ`, `NQ1!`, `CME_MINI:NQ1!`, `CME_MINI:NQZ2025`, `@NQ#`, `NQ=F`, `NQ.c.0`.
 * Case and surrounding blanks do not matter. Never throws.
 */
export function normaliseSymbol(text: string, options: SymbolOptions): NormalisedSymbol {
  const symbol = text.trim().toUpperCase();
  if (symbol === "") return refuse("symbol: expected a futures symbol such as NQZ6 or NQ1!, got nothing");
  if (symbol.length > SYMBOL_LENGTH_MAX) {
    return refuse(`symbol: expected at most ${SYMBOL_LENGTH_MAX} characters, got ${symbol.length}`);
  }
  const prefix = /^([A-Z0-9_.]+):/.exec(symbol);
  const hint = prefix?.[1];
  const body = symbol.slice(prefix === null ? 0 : prefix[0].length).replace(/^[/@]/, "");
  if (/[-:\s]/.test(body)) {
    return refuse(`symbol ${quote(text)}: expected one outright contract, got a spread or a list`);
  }
  const roots = options.roots ?? PRODUCTS;
  const listed = longestRoot(body, roots);
  if (listed === undefined) {
    return refuse(`symbol ${quote(text)}: expected a root out of ${roots.map(({ root }) => root).join(", ")}`);
  }
  const rest = body.slice(listed.root.length);
  const rank = continuousRank(rest);
  const read = rank === null ? dated(text, listed, rest, options.refDate) : continuous(listed.root, rank);
  return read.ok && hint !== undefined ? { ...read, hint } : read;
}

/** Longest first, so that M2KM6 is not an M and MESM6 not an ES. A root must be followed by a complete suffix. */
function longestRoot(body: string, roots: readonly ListedRoot[]): ListedRoot | undefined {
  const byLength = [...roots].sort((a, b) => b.root.length - a.root.length);
  return byLength.find(({ root }) => {
    if (!body.startsWith(root)) return false;
    const rest = body.slice(root.length);
    return continuousRank(rest) !== null || /^[A-Z]\d+$/.test(rest) || /^\d*!$/.test(rest);
  });
}

/** Rank of a continuous suffix: nothing, `1!`, `2!`, `#`, `=F`, `.C.n`, `.V.n`, `.N.n`; null for anything else. */
function continuousRank(rest: string): number | null {
  if (rest === "" || rest === "#" || rest === "=F") return 1;
  const tradingview = /^([12])!$/.exec(rest);
  if (tradingview !== null) return Number(tradingview[1]);
  const databento = /^\.[CVN]\.(\d)$/.exec(rest);
  return databento === null ? null : Number(databento[1]) + 1;
}

function continuous(root: string, rank: number): NormalisedSymbol {
  return { ok: true, kind: "continuous", root, rank };
}

function dated(text: string, listed: ListedRoot, rest: string, refDate: TradeDate): NormalisedSymbol {
  const match = /^([A-Z])(\d{4}|\d{2}|\d)$/.exec(rest);
  if (match === null) {
    const wanted = rest.endsWith("!") ? "1! (front) or 2! (next)" : "a month letter and a year of 1, 2 or 4 digits";
    return refuse(`symbol ${quote(text)}: expected ${wanted} after ${listed.root}, got ${quote(rest)}`);
  }
  const [, letter = "", digits = ""] = match;
  if (!listed.months.includes(letter)) {
    const months = listed.months.split("").join(", ");
    return refuse(`symbol ${quote(text)}: ${listed.root} lists the months ${months}, got ${letter}`);
  }
  const month = monthOfLetter(fullYear(digits, Number(refDate.slice(0, 4))), letter);
  if (month === null) return refuse(`symbol ${quote(text)}: ${letter} is no month letter`);
  const expired = lastTradeDate(listed.expiry, month) < refDate;
  return { ok: true, kind: "dated", root: listed.root, month, expired };
}

/** One digit: the only year in [ref − 4, ref + 5] that ends in it. Two digits: of this century. */
function fullYear(digits: string, refYear: number): number {
  if (digits.length === 4) return Number(digits);
  if (digits.length === 2) return 2000 + Number(digits);
  const first = refYear - 4;
  return first + ((Number(digits) - (first % 10) + 10) % 10);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, SYMBOL_LENGTH_MAX));
}
