/**
 * A recorded day from a file: `timestamp_ms,price,size[,sequence]`, plain or gzipped, with its instrument file
 * (docs/simulator.md). Read and checked completely before anything is played, so that a bad line stops the start
 * and not the middle. Errors name file, line and what was expected. Knows no sockets and no time.
 */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { lastTradeDate, MONTH_LETTERS, productOf } from "@/lib/market/contract";
import { parsePrice, priceScale } from "@/lib/market/price";
import { normaliseSymbol } from "@/lib/market/symbol";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { DAY_MS, isoDate } from "@/lib/market/zone";
import type { Listing } from "@/worker/simulator/events";
import { TradeLog } from "@/worker/simulator/history";

/** Rows of one file; more is refused rather than half played. */
export const recordedRowsMax = 20_000_000;

const HEADERS = ["timestamp_ms,price,size", "timestamp_ms,price,size,sequence"];
const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;
const INTEGER = /^\d{1,15}$/;

/** The input is wrong; the message names file, line and what was expected. */
export class BadInput extends Error {}

export interface RecordedTape {
  readonly listing: Listing;
  readonly trades: TradeLog;
  /** Rows whose price is readable but not above zero or not on the tick grid: not played, only counted. */
  readonly refused: number;
}

const instrumentFile = z.object({
  root: z.string().regex(/^[A-Z0-9]{1,6}$/, "expected a product code such as NQ"),
  ticker: z.string().regex(/^[A-Z0-9]{2,12}$/, "expected a vendor ticker such as NQZ6"),
  tick_size: z.string(),
  point_value: z.string(),
  tradingview: z.array(z.string()).default([]),
});

/** An instrument file as written in the replay format. */
export type InstrumentFile = z.output<typeof instrumentFile>;

/** Reads and checks an instrument file. Throws BadInput. */
export function readInstrument(file: string): InstrumentFile {
  if (!existsSync(file)) throw new BadInput(`${file}: no such file`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new BadInput(`${file}: expected JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  const parsed = instrumentFile.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadInput(`${file}: ${issue?.path.join(".") || "top level"}: ${issue?.message ?? "unexpected value"}`);
  }
  try {
    priceScale(parsed.data.tick_size);
  } catch (error) {
    throw new BadInput(`${file}: tick_size: ${error instanceof Error ? error.message : "unexpected value"}`);
  }
  return parsed.data;
}

/** Reads and checks a recorded day completely. Throws BadInput. */
export async function readTape(ticksFile: string, instrument: InstrumentFile): Promise<RecordedTape> {
  if (!existsSync(ticksFile)) throw new BadInput(`${ticksFile}: no such file`);
  const scale = priceScale(instrument.tick_size);
  const trades = new TradeLog(recordedRowsMax);
  let columns = 0;
  let line = 0;
  let refused = 0;
  for await (const text of linesOf(ticksFile)) {
    line += 1;
    if (line === 1) {
      columns = columnsOf(text, ticksFile);
      continue;
    }
    if (text === "") continue;
    const row = readRow(text, columns, `${ticksFile}:${line}`);
    if (trades.end >= recordedRowsMax) throw new BadInput(`${ticksFile}: expected at most ${recordedRowsMax} rows`);
    const price = parsePrice(row.price, scale);
    if (price.ok) trades.push({ at: row.at, price: price.ticks, size: row.size, sequence: row.sequence ?? line - 1 });
    else refused += 1;
  }
  if (columns === 0)
    throw new BadInput(`${ticksFile}:1: expected the header ${HEADERS.join(" or ")}, got an empty file`);
  return { listing: listingOf(instrument, trades), trades, refused };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const stream = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  raw.on("error", (error) => stream.destroy(error));
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw new BadInput(`${file}: cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
}

function columnsOf(header: string, file: string): number {
  const text = header.replace(/^\uFEFF/, "").trim();
  if (!HEADERS.includes(text)) {
    throw new BadInput(`${file}:1: expected the header ${HEADERS.join(" or ")}, got ${text.slice(0, 80)}`);
  }
  return text.split(",").length;
}

function readRow(text: string, columns: number, place: string) {
  const fields = text.split(",");
  if (fields.length !== columns) throw new BadInput(`${place}: expected ${columns} columns, got ${fields.length}`);
  const [at = "", price = "", size = "", sequence] = fields;
  if (!INTEGER.test(at)) throw new BadInput(`${place}: timestamp_ms: expected epoch milliseconds, got ${quote(at)}`);
  if (!DECIMAL.test(price)) throw new BadInput(`${place}: price: expected a plain decimal number, got ${quote(price)}`);
  if (!INTEGER.test(size)) throw new BadInput(`${place}: size: expected a whole number from 0, got ${quote(size)}`);
  if (sequence !== undefined && !INTEGER.test(sequence)) {
    throw new BadInput(`${place}: sequence: expected a whole number, got ${quote(sequence)}`);
  }
  return { at: Number(at), price, size: Number(size), sequence: sequence === undefined ? null : Number(sequence) };
}

function listingOf(instrument: InstrumentFile, trades: TradeLog): Listing {
  const { root, ticker, tick_size: tickSize, point_value: pointValue } = instrument;
  const { lastTradeDate } = datedContract(instrument, trades.get(0)?.at ?? 0);
  const venue = productOf(root)?.venue ?? "XCME";
  return { root, ticker, name: ticker, venue, tickSize, pointValue, lastTradeDate, scale: priceScale(tickSize) };
}

/**
 * Month and last trading day of an instrument file's ticker; the time of its data decides the decade of a one-digit year.
 * Any month letter counts as listed for roots that are not the desk's own. Throws BadInput when the ticker is not dated.
 */
export function datedContract(
  { root, ticker }: InstrumentFile,
  at: EpochMs,
): { month: string; lastTradeDate: TradeDate } {
  const listed = productOf(root) ?? { root, months: MONTH_LETTERS, expiry: "month-end" as const };
  const symbol = normaliseSymbol(ticker, { refDate: isoDate(Math.floor(at / DAY_MS)), roots: [listed] });
  if (!symbol.ok) throw new BadInput(`ticker: ${symbol.message}`);
  if (symbol.kind !== "dated") throw new BadInput(`ticker: expected a dated contract such as ${root}Z6, got ${ticker}`);
  return { month: symbol.month, lastTradeDate: lastTradeDate(listed.expiry, symbol.month) };
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
