/**
 * The ticks of a replay: CSV, plain or gzip, streamed. Lines are read from bytes without making strings, because a
 * recorded day has millions; a line the fast path cannot read is looked at again as text for its message.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { type PriceScale, parsePrice } from "@/lib/market/price";
import { InputError, quoted } from "./input-error";

const HEADER = "timestamp_ms,price,size";
const HEADER_WITH_SEQUENCE = `${HEADER},sequence`;
/** Longest line accepted, bytes. */
const LINE_LENGTH_MAX = 1_024;
/** Bytes read from the file at a time. */
const READ_BYTES = 1 << 18;
/** Digits that always fit a safe integer. */
const FAST_DIGITS_MAX = 15;
const GZIP_MAGIC = [0x1f, 0x8b];

const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NEWLINE = 10;
const RETURN = 13;

/** One row. `price` is NaN when it is a decimal number off the tick grid, 0 or less when it is not above zero. */
export type RowSink = (at: number, price: number, size: number, sequence: number | bigint | null, row: number) => void;

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && GZIP_MAGIC.every((byte, index) => buffer[index] === byte);
  } finally {
    await handle.close();
  }
}

/** Bytes of a file, unpacked when it is gzip. @throws InputError when it cannot be read */
export async function* fileBytes(file: string): AsyncGenerator<Uint8Array> {
  try {
    const gzip = await isGzip(file);
    const raw = createReadStream(file, { highWaterMark: READ_BYTES });
    const unpacked = gzip ? createGunzip() : null;
    if (unpacked !== null) raw.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
    for await (const chunk of unpacked ?? raw) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new InputError(file, null, `expected a readable file, plain or gzip: ${got}`);
  }
}

/** Reads rows from chunks of bytes; lines may lie across chunks. */
export class TickParser {
  readonly #file: string;
  readonly #scale: PriceScale;
  readonly #power: number;
  readonly #sink: RowSink;
  #rest = new Uint8Array(0);
  #line = 0;
  #blankLine: number | null = null;
  #hasSequence = false;
  /** Where the field just read ended; -1 when it could not be read. */
  #end = -1;
  #negative = false;

  constructor(file: string, scale: PriceScale, sink: RowSink) {
    this.#file = file;
    this.#scale = scale;
    this.#power = 10 ** scale.decimals;
    this.#sink = sink;
  }

  /** Takes the next bytes. @throws InputError for a line that cannot be read */
  write(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#readLine(bytes, start, end);
      start = end + 1;
    }
    this.#rest = bytes.slice(start);
    if (this.#rest.length > LINE_LENGTH_MAX) throw this.#error(`expected lines of at most ${LINE_LENGTH_MAX} bytes`, 1);
  }

  /** The input has ended; the last line may lack its line break. */
  end(): void {
    if (this.#rest.length > 0) this.#readLine(this.#rest, 0, this.#rest.length);
    this.#rest = new Uint8Array(0);
    if (this.#line === 0) throw this.#error(`expected the header ${HEADER}, got an empty file`, 1);
  }

  #error(message: string, ahead = 0): InputError {
    return new InputError(this.#file, this.#line + ahead, message);
  }

  #readLine(bytes: Uint8Array, start: number, newline: number): void {
    this.#line += 1;
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (this.#line === 1) {
      this.#readHeader(new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + LINE_LENGTH_MAX))));
      return;
    }
    if (end === start) {
      this.#blankLine ??= this.#line;
      return;
    }
    if (this.#blankLine !== null) {
      throw new InputError(this.#file, this.#blankLine, "expected a row, got an empty line");
    }
    if (!this.#readRow(bytes, start, end)) this.#readSlowly(new TextDecoder().decode(bytes.subarray(start, end)));
  }

  #readHeader(text: string): void {
    const header = text.startsWith("\ufeff") ? text.slice(1) : text;
    this.#hasSequence = header === HEADER_WITH_SEQUENCE;
    if (!this.#hasSequence && header !== HEADER) {
      throw this.#error(`expected the header ${HEADER} or ${HEADER_WITH_SEQUENCE}, got ${quoted(header)}`);
    }
  }

  /** The ordinary row. @returns false when it must be read as text */
  #readRow(bytes: Uint8Array, start: number, end: number): boolean {
    const at = this.#readInteger(bytes, start, end);
    if (this.#end < 0 || this.#negative || bytes[this.#end] !== COMMA) return false;
    const price = this.#readPrice(bytes, this.#end + 1, end);
    if (this.#end < 0 || bytes[this.#end] !== COMMA) return false;
    const size = this.#readInteger(bytes, this.#end + 1, end);
    if (this.#end < 0 || this.#negative) return false;
    let sequence: number | null = null;
    if (this.#hasSequence) {
      if (bytes[this.#end] !== COMMA) return false;
      sequence = this.#readInteger(bytes, this.#end + 1, end);
      if (this.#end < 0 || this.#negative) return false;
    }
    if (this.#end !== end) return false;
    this.#sink(at, price, size, sequence, this.#line - 1);
    return true;
  }

  /** Digits, perhaps with a minus. Sets #end behind them, or to -1. */
  #readInteger(bytes: Uint8Array, start: number, end: number): number {
    this.#negative = bytes[start] === MINUS;
    const first = this.#negative ? start + 1 : start;
    let position = first;
    let value = 0;
    for (; position < end; position += 1) {
      const digit = (bytes[position] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const count = position - first;
    this.#end = count === 0 || count > FAST_DIGITS_MAX ? -1 : position;
    return value;
  }

  /** A plain decimal as ticks; NaN off the grid, 0 when it is not above zero. */
  #readPrice(bytes: Uint8Array, start: number, end: number): number {
    const whole = this.#readInteger(bytes, start, end);
    const negative = this.#negative;
    let mantissa = whole * this.#power;
    let offGrid = false;
    if (this.#end >= 0 && bytes[this.#end] === DOT) {
      const dot = this.#end;
      let step = this.#power;
      let position = dot + 1;
      for (; position < end; position += 1) {
        const digit = (bytes[position] ?? 0) - ZERO;
        if (digit < 0 || digit > 9) break;
        step /= 10;
        if (step >= 1) mantissa += digit * step;
        else if (digit !== 0) offGrid = true;
      }
      this.#end = position === dot + 1 ? -1 : position;
    }
    if (!Number.isSafeInteger(mantissa)) this.#end = -1;
    if (negative) return 0;
    return offGrid || mantissa % this.#scale.units !== 0 ? Number.NaN : mantissa / this.#scale.units;
  }

  /** Rows of unusual length or sign, and the message for everything else. */
  #readSlowly(line: string): void {
    const fields = line.split(",");
    const wanted = this.#hasSequence ? 4 : 3;
    const [atText = "", priceText = "", sizeText = "", sequenceText] = fields;
    if (fields.length !== wanted)
      throw this.#error(`expected ${wanted} values, got ${fields.length} in ${quoted(line)}`);
    const at = Number(atText);
    if (!/^-?\d+$/.test(atText) || !Number.isSafeInteger(at)) {
      throw this.#error(`timestamp_ms: expected an integer of epoch milliseconds, got ${quoted(atText)}`);
    }
    if (!/^-?\d+(\.\d+)?$/.test(priceText)) {
      throw this.#error(`price: expected a plain decimal number, got ${quoted(priceText)}`);
    }
    const size = Number(sizeText);
    if (!/^\d+$/.test(sizeText) || !Number.isSafeInteger(size)) {
      throw this.#error(`size: expected an integer of 0 or more, got ${quoted(sizeText)}`);
    }
    if (sequenceText !== undefined && !/^-?\d+$/.test(sequenceText)) {
      throw this.#error(`sequence: expected an integer, got ${quoted(sequenceText)}`);
    }
    const price = parsePrice(priceText, this.#scale);
    const sequence = sequenceText === undefined ? null : BigInt(sequenceText);
    this.#sink(at, price.ok ? price.ticks : Number.NaN, size, sequence, this.#line - 1);
  }
}
