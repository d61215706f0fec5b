import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CASES = "../shared/cases";
const dir = mkdtempSync(path.join(tmpdir(), "replay-"));
const bundle = path.join(dir, "replay.mjs");

beforeAll(async () => {
  // zod comes along, because the bundle lies outside the project.
  await build({
    entryPoints: ["scripts/replay.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
    logLevel: "error",
  });
}, 60_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const target = path.join(dir, name);
  writeFileSync(target, content);
  return target;
}

function replay(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

const TICKS = "timestamp_ms,price,size\n1764597600000,20000.25,1\n1764597600000,20001.00,0\n1764597661000,20002.50,3\n";
const INSTRUMENT = { root: "NQ", ticker: "NQZ5", tick_size: "0.25", point_value: "20", tradingview: ["NQ1!"] };

function input(
  more: { ticks?: string | Buffer; signals?: string; instrument?: object; config?: unknown } = {},
): string[] {
  const args = [
    "--ticks",
    file("ticks.csv", more.ticks ?? TICKS),
    "--signals",
    file("signals.jsonl", more.signals ?? ""),
    "--instrument",
    file("instrument.json", JSON.stringify(more.instrument ?? INSTRUMENT)),
    "--out",
    "-",
  ];
  return more.config === undefined ? args : [...args, "--config", file("config.json", JSON.stringify(more.config))];
}

describe("npm run replay (replay format)", () => {
  it("writes the result to standard output alone, keys in order, with a trailing newline", () => {
    const signals = `${JSON.stringify({ received_at_ms: 1_764_597_661_500, body: "SIGNAL:Bullish:20001:85::FVG:1764597600000" })}\n`;
    const { status, stdout } = replay(input({ signals }));
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(["format", "profile", "ticks", "candles", "signals", "deliveries"]);
    expect(report.ticks).toEqual({
      read: 3,
      accepted: 3,
      suspicious: 0,
      rejected: 0,
      first_ms: 1_764_597_600_000,
      last_ms: 1_764_597_661_000,
    });
    expect(report.signals[0]).toMatchObject({
      trade_id: "20251201_090000000_BULLISH",
      status: "PENDING",
      targets_hit: null,
    });
    expect(stdout).toBe(`${JSON.stringify(report, null, 2)}\n`);
  });

  it("reads gzip, CRLF and a missing last line break alike", () => {
    const plain = replay(input()).stdout;
    expect(replay(input({ ticks: gzipSync(TICKS) })).stdout).toBe(plain);
    expect(replay(input({ ticks: TICKS.replaceAll("\n", "\r\n") })).stdout).toBe(plain);
    expect(replay(input({ ticks: TICKS.trimEnd() })).stdout).toBe(plain);
  });

  it("counts readable prices off the grid or not above zero as rejected (A-39)", () => {
    const ticks = `${TICKS}1764597662000,20000.30,1\n1764597662000,-5,1\n1764597662000,0.00,1\n1764597662000,20000.500000000000000000,1\n`;
    expect(JSON.parse(replay(input({ ticks })).stdout).ticks).toMatchObject({ read: 7, accepted: 4, rejected: 3 });
  });

  it("drops repeated sequences, also beyond 2^53 (A-05)", () => {
    const rows = [
      "1,20000,1,9007199254740993",
      "1,20000,1,9007199254740992",
      "2,20000,1,9007199254740993",
      "3,20000,1,-4",
      "4,20000,1,-4",
    ];
    const ticks = `timestamp_ms,price,size,sequence\n${rows.join("\n")}\n`;
    expect(JSON.parse(replay(input({ ticks })).stdout).ticks).toMatchObject({ read: 5, accepted: 3, rejected: 2 });
  });

  it("writes the candles, the open one included (A-11)", () => {
    const candles = path.join(dir, "candles.csv");
    expect(replay([...input(), "--candles", candles]).status).toBe(0);
    expect(readFileSync(candles, "utf8")).toBe(
      "open_ms,open,high,low,close,volume,trades\n1764597600000,20000.25,20001.00,20000.25,20001.00,1,2\n1764597660000,20002.50,20002.50,20002.50,20002.50,3,1\n",
    );
  });

  it.each([
    ["a wrong header", { ticks: "time,price,size\n" }, /ticks\.csv:1: expected the header timestamp_ms,price,size/],
    ["an empty file", { ticks: "" }, /ticks\.csv:1: expected the header/],
    [
      "a price that is no number",
      { ticks: `${TICKS}1764597662000,NaN,1\n` },
      /ticks\.csv:5: price: expected a plain decimal number, got "NaN"/,
    ],
    ["an exponent", { ticks: `${TICKS}1764597662000,2e4,1\n` }, /ticks\.csv:5: price/],
    [
      "a time with decimals",
      { ticks: `${TICKS}1764597662000.5,20000,1\n` },
      /ticks\.csv:5: timestamp_ms: expected an integer/,
    ],
    ["a negative size", { ticks: `${TICKS}1764597662000,20000,-1\n` }, /ticks\.csv:5: size/],
    ["a missing column", { ticks: `${TICKS}1764597662000,20000\n` }, /ticks\.csv:5: expected 3 values, got 2/],
    [
      "an empty line inside",
      { ticks: `${TICKS}\n1764597662000,20000,1\n` },
      /ticks\.csv:5: expected a row, got an empty line/,
    ],
    ["a cut gzip", { ticks: gzipSync(TICKS).subarray(0, 30) }, /ticks\.csv: expected a readable file, plain or gzip/],
    [
      "a signal line that is no JSON",
      { signals: '{"received_at_ms":1,"body":"x"}\nnope\n' },
      /signals\.jsonl:2: expected/,
    ],
    ["a signal without body", { signals: '{"received_at_ms":1}\n' }, /signals\.jsonl:1: .*body/],
    [
      "an unknown key",
      { config: { stopBuffer: 1 } },
      /config\.json: unknown key "stopBuffer": expected stopBufferPoints/,
    ],
    [
      "a buffer off the grid",
      { config: { stopBufferPoints: 0.1 } },
      /stopBufferPoints: expected a multiple of the tick size 0\.25, got 0\.1/,
    ],
    ["a wrong value", { config: { entryMode: "later" } }, /config\.json: entryMode/],
    ["a config that is no object", { config: [] }, /config\.json: expected a JSON object/],
    [
      "an instrument without tick size",
      { instrument: { ...INSTRUMENT, tick_size: "0" } },
      /instrument\.json: tick_size: expected a decimal number above 0/,
    ],
  ])("%s ends with exit 2 and one line", (_, more, message) => {
    const { status, stdout, stderr } = replay(input(more));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    ["an unknown option", ["--foo", "1"]],
    ["a missing option", ["--ticks", "x"]],
    ["an unknown profile", [...input(), "--profile", "live"]],
    ["a missing file", [...input().slice(2), "--ticks", path.join(dir, "absent.csv")]],
    ["an output that cannot be written", [...input().slice(0, -1), path.join(dir, "absent", "out.json")]],
  ])("%s ends with exit 2", (_, args) => {
    expect(replay(args).status).toBe(2);
  });
});

describe.runIf(existsSync(CASES))("recorded cases", () => {
  it.each(existsSync(CASES) ? readdirSync(CASES) : [])("%s is reproduced byte for byte", (name) => {
    const at = (part: string) => path.join(CASES, name, part);
    const { profile, ticks } = JSON.parse(readFileSync(at("case.json"), "utf8"));
    const { status, stdout } = replay([
      "--profile",
      profile,
      "--ticks",
      path.join("../shared", ticks),
      "--signals",
      at("signals.jsonl"),
      "--instrument",
      at("instrument.json"),
      "--config",
      at("config.json"),
      "--out",
      "-",
    ]);
    expect(status).toBe(0);
    expect(stdout === readFileSync(at("expected.json"), "utf8")).toBe(true);
  });
});
