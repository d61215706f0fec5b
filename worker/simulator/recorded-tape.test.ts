import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BadInput, readInstrument, readTape } from "@/worker/simulator/recorded-tape";

const instrument = { root: "GC", ticker: "GCZ3", tick_size: "0.1", point_value: "100", tradingview: ["GC1!"] };
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "feed-tape-"));
});

afterAll(() => {
  rmSync(dir, { recursive: true });
});

function file(content: string | Buffer, name = "ticks.csv"): string {
  const full = path.join(dir, name);
  writeFileSync(full, content);
  return full;
}

const rows = "1381104000276,1313.7,1\n1381104000276,1313.7,0\n1381104000277,1313.6,2\n";

describe("a recorded day", () => {
  test("keeps the order of the file; without a sequence column the row number is the sequence", async () => {
    const tape = await readTape(file(`timestamp_ms,price,size\n${rows}`), instrument);
    expect([0, 1, 2].map((ordinal) => tape.trades.get(ordinal))).toEqual([
      { at: 1_381_104_000_276, price: 13_137, size: 1, sequence: 1 },
      { at: 1_381_104_000_276, price: 13_137, size: 0, sequence: 2 },
      { at: 1_381_104_000_277, price: 13_136, size: 2, sequence: 3 },
    ]);
    expect(tape.listing).toMatchObject({ ticker: "GCZ3", lastTradeDate: "2013-12-31" });
  });

  test("a sequence column, gzip and Windows line ends are read", async () => {
    const content = gzipSync("timestamp_ms,price,size,sequence\r\n1381104000276,1313.7,1,77\r\n");
    const tape = await readTape(file(content, "ticks.csv.gz"), instrument);
    expect(tape.trades.get(0)).toMatchObject({ sequence: 77 });
  });

  test("a readable price that is off the grid or not above zero is counted and not played (A-39)", async () => {
    const tape = await readTape(file("timestamp_ms,price,size\n1,1313.75,1\n2,-1,1\n3,1313.7,1\n"), instrument);
    expect(tape.refused).toBe(2);
    expect(tape.trades.get(0)).toMatchObject({ at: 3, sequence: 3 });
  });

  test.each([
    ["time,price,size\n", /ticks\.csv:1: expected the header timestamp_ms,price,size.*got time,price,size/],
    ["", /ticks\.csv:1: expected the header .* got an empty file/],
    ["timestamp_ms,price,size\n1,2\n", /ticks\.csv:2: expected 3 columns, got 2/],
    [
      "timestamp_ms,price,size\n1,1313.7,1\nx,1313.7,1\n",
      /ticks\.csv:3: timestamp_ms: expected epoch milliseconds, got "x"/,
    ],
    ["timestamp_ms,price,size\n1,NaN,1\n", /ticks\.csv:2: price: expected a plain decimal number, got "NaN"/],
    ["timestamp_ms,price,size\n1,1e3,1\n", /ticks\.csv:2: price/],
    ["timestamp_ms,price,size\n1,1313.7,-1\n", /ticks\.csv:2: size: expected a whole number from 0, got "-1"/],
    ["timestamp_ms,price,size,sequence\n1,1313.7,1,a\n", /ticks\.csv:2: sequence/],
  ])("%j is refused with file, line and expectation", async (content, message) => {
    const reading = readTape(file(content), instrument);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(BadInput);
  });

  test("a missing file and a broken archive are named", async () => {
    await expect(readTape(path.join(dir, "none.csv"), instrument)).rejects.toThrow(/none\.csv: no such file/);
    await expect(readTape(file("not gzip", "bad.csv.gz"), instrument)).rejects.toThrow(/bad\.csv\.gz: cannot be read/);
  });
});

describe("an instrument file", () => {
  test.each([
    ["{", /expected JSON/],
    [JSON.stringify({ ...instrument, root: undefined }), /root/],
    [JSON.stringify({ ...instrument, tick_size: "0" }), /tick_size: .*above 0/],
    [JSON.stringify({ ...instrument, ticker: "GC Z3" }), /ticker/],
  ])("%s is refused with the field", (content, message) => {
    expect(() => readInstrument(file(content, "instrument.json"))).toThrow(message);
  });

  test("a ticker that is not dated is refused", async () => {
    const ticks = file(`timestamp_ms,price,size\n${rows}`);
    await expect(readTape(ticks, { ...instrument, ticker: "GC" })).rejects.toThrow(
      /expected a dated contract such as GCZ6/,
    );
  });
});
