/** Reads a third-party file of 1-minute bars, `timestamp_ms,open,high,low,close,volume`, plain or gzipped. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type PriceScale, parsePrice } from "@/lib/market/price";
import type { Bar } from "@/scripts/verify/compare";
import { BadInput } from "@/worker/simulator/recorded-tape";

const HEADER = "timestamp_ms,open,high,low,close,volume";

/** The bars of a file, prices in ticks. Throws BadInput with file, line and what was expected. */
export function readBars(file: string, scale: PriceScale): Bar[] {
  if (!existsSync(file)) throw new BadInput(`${file}: no such file`);
  const bytes = readFileSync(file);
  const lines = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split(/\r?\n/);
  const header = lines[0]?.replace(/^\uFEFF/, "").trim() ?? "";
  if (header !== HEADER) throw new BadInput(`${file}:1: expected the header ${HEADER}, got ${header.slice(0, 80)}`);
  return lines.flatMap((line, index) =>
    index === 0 || line === "" ? [] : [readBar(line, `${file}:${index + 1}`, scale)],
  );
}

function readBar(line: string, place: string, scale: PriceScale): Bar {
  const fields = line.split(",");
  if (fields.length !== 6) throw new BadInput(`${place}: expected 6 columns, got ${fields.length}`);
  const [time = "", open = "", high = "", low = "", close = "", volume = ""] = fields;
  const ticks = (name: string, text: string): number => {
    const price = parsePrice(text, scale);
    if (price.ok) return price.ticks;
    throw new BadInput(
      `${place}: ${name}: expected a price on the tick grid, got ${text.slice(0, 40)} (${price.reason})`,
    );
  };
  const whole = (name: string, text: string): number => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new BadInput(`${place}: ${name}: expected a whole number, got ${text.slice(0, 40)}`);
  };
  return {
    ...{ openAt: whole("timestamp_ms", time), volume: whole("volume", volume) },
    ...{ open: ticks("open", open), high: ticks("high", high), low: ticks("low", low), close: ticks("close", close) },
  };
}
