import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALERT_BODY_LENGTH_MAX, parseAlert } from "@/lib/signal/alert";
import type { ParsedSignal, ParsedTelemetry } from "@/lib/signal/types";

const AT = 1_764_638_400_000;

function signal(body: string | object): ParsedSignal {
  const parsed = parseAlert(typeof body === "string" ? body : JSON.stringify(body));
  if (parsed.kind !== "signal") throw new Error(`expected a signal, got ${JSON.stringify(parsed)}`);
  return parsed;
}

function telemetry(body: object): ParsedTelemetry {
  const parsed = parseAlert(JSON.stringify(body));
  if (parsed.kind !== "telemetry") throw new Error(`expected telemetry, got ${JSON.stringify(parsed)}`);
  return parsed;
}

function badMessage(body: string | object): string {
  const parsed = parseAlert(typeof body === "string" ? body : JSON.stringify(body));
  if (parsed.kind !== "bad") throw new Error(`expected BAD_PAYLOAD, got ${JSON.stringify(parsed)}`);
  expect(parsed.code).toBe("BAD_PAYLOAD");
  return parsed.message;
}

describe("F1 colon string", () => {
  it("keeps frame labels whole although they contain colons (INV-22)", () => {
    const parsed = signal(`SIGNAL:Bullish:25438.75:85.0:1H:Bullish 15M:Bullish 5M:Neutral:FVG:${AT}`);
    expect(parsed).toMatchObject({
      format: "F1",
      direction: "bullish",
      candleAt: AT,
      price: "25438.75",
      strength: 85,
      signalType: "FVG",
      htf: { "1H": "Bullish", "15M": "Bullish", "5M": "Neutral" },
      symbol: null,
      signalCandle: null,
      externalId: null,
    });
  });

  it.each([
    ["no frame enabled", `SIGNAL:Bearish:20431.25:70::FVG:${AT}`, { htf: null, strength: 70, signalType: "FVG" }],
    ["literal ALIGNED", `SIGNAL:Bearish:20500:75:ALIGNED:ALIGNED:${AT}`, { htf: "ALIGNED", signalType: "ALIGNED" }],
    ["accuracy before the time", `SIGNAL:Bullish:1:85::FVG+ML:ML_ACC:61.54:${AT}`, { signalType: "FVG+ML", htf: null }],
    ["accuracy and frames", `SIGNAL:Bullish:1:85:1H:Bullish:FVG+ML:ML_ACC:61.54:${AT}`, { htf: { "1H": "Bullish" } }],
    ["epoch seconds", "SIGNAL:Bullish:1:70::FVG:1764638400", { candleAt: AT }],
    ["ISO with Z", "SIGNAL:Bearish:1:75::FVG:2025-12-02T01:20:00Z", { candleAt: AT }],
    ["ISO without zone is UTC", "SIGNAL:Bearish:1:75::FVG:2025-12-02T01:20:00", { candleAt: AT }],
    ["ISO with an offset", "SIGNAL:Bearish:1:75::FVG:2025-12-01T20:20:00-05:00", { candleAt: AT }],
    ["ISO after frames", "SIGNAL:Bearish:1:75:1H:Bearish:FVG:2025-12-02T01:20:00Z", { htf: { "1H": "Bearish" } }],
    ["thousands comma", `SIGNAL:Bullish:25,438.75:70::FVG:${AT}`, { price: "25438.75" }],
    ["strength above 100", `SIGNAL:Bullish:1:110::FVG:${AT}`, { strength: 110 }],
    ["no strength", `SIGNAL:Bullish:1:::FVG:${AT}`, { strength: null, signalType: "FVG" }],
    ["any case", `signal:BEARISH:1:70::FVG:${AT}`, { direction: "bearish" }],
    ["line break at the end", `SIGNAL:Bullish:1:70::FVG:${AT}\r\n`, { candleAt: AT }],
    ["byte order mark", `\ufeffSIGNAL:Bullish:1:70::FVG:${AT}`, { candleAt: AT }],
  ])("%s", (_name, body, expected) => {
    expect(signal(body)).toMatchObject(expected);
  });

  it.each([
    ["no time: the candle cannot be found", "SIGNAL:BULLISH:15234.5:85"],
    ["Neutral", `SIGNAL:Neutral:1:75::FVG:${AT}`],
    ["a word that is no bias in F1", `SIGNAL:LONG:1:75::FVG:${AT}`],
    ["null as a price", `SIGNAL:Bullish:null:75::FVG:${AT}`],
    ["NaN as a price", `SIGNAL:Bullish:NaN:75::FVG:${AT}`],
    ["no price", `SIGNAL:Bullish::75::FVG:${AT}`],
    ["price zero", `SIGNAL:Bullish:0:75::FVG:${AT}`],
    ["negative price", `SIGNAL:Bullish:-1:75::FVG:${AT}`],
    ["decimal comma", `SIGNAL:Bullish:1667,5:75::FVG:${AT}`],
    ["strength is no number", `SIGNAL:Bullish:1:strong::FVG:${AT}`],
    ["a day that does not exist", "SIGNAL:Bullish:1:75::FVG:2025-02-30T01:20:00Z"],
    ["epoch microseconds", `SIGNAL:Bullish:1:75::FVG:${AT}000`],
    ["two lines", `SIGNAL:Bullish:1:75::FVG:${AT}\nSIGNAL:Bearish:1:75::FVG:${AT}`],
  ])("BAD_PAYLOAD: %s", (_name, body) => {
    badMessage(body);
  });

  it("what is written comes back (round trip)", () => {
    const label = fc.constantFrom("Bullish", "Bearish", "Neutral");
    const htf = fc
      .record({ D: label, "4H": label, "1H": label, "15M": label, "5M": label }, { requiredKeys: [] })
      .map((frames) => ({ ...frames }));
    const type = fc.constantFrom("FVG", "FVG+ENG", "FVG+SWEEP", "FVG+ML", "ALIGNED");
    fc.assert(
      fc.property(
        fc.constantFrom("Bullish", "Bearish"),
        fc.integer({ min: 1, max: 4_000_000 }),
        fc.integer({ min: 0, max: 200 }),
        htf,
        type,
        fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
        fc.integer({ min: 16_000_000, max: 60_000_000 }),
        fc.constantFrom("ms", "s", "iso", "isoZ"),
        (bias, quarters, strength, frames, kind, accuracy, minute, clock) => {
          const at = minute * 60_000;
          const iso = new Date(at).toISOString().slice(0, 19);
          const time = { ms: String(at), s: String(at / 1000), iso, isoZ: `${iso}Z` }[clock];
          const frameText = Object.entries(frames)
            .map(([frame, word]) => `${frame}:${word}`)
            .join(" ");
          const middle = accuracy === null ? kind : `${kind}:ML_ACC:${accuracy}`;
          const parsed = signal(`SIGNAL:${bias}:${quarters / 4}:${strength}:${frameText}:${middle}:${time}`);
          expect(parsed).toMatchObject({
            direction: bias.toLowerCase(),
            price: String(quarters / 4),
            strength,
            signalType: kind,
            candleAt: at,
            htf: frameText === "" ? null : frames,
          });
        },
      ),
    );
  });
});

describe("F2 minimal JSON", () => {
  it("reads the documented shape and ignores its session (INV-16)", () => {
    const parsed = signal({ signal_type: "Bullish", price: 25438.75, timestamp: AT, session: "NY_AM" });
    expect(parsed).toMatchObject({ format: "F2", direction: "bullish", price: "25438.75", candleAt: AT, htf: null });
  });

  it("two fields that contradict each other name no direction", () => {
    const body = { signal_type: "Bullish", direction: "SHORT", timestamp: 1_764_638_400_000 };
    expect(parseAlert(JSON.stringify(body))).toMatchObject({ kind: "bad", code: "BAD_PAYLOAD" });
    expect(parseAlert(JSON.stringify({ ...body, direction: "LONG", bias: "Neutral" }))).toMatchObject({
      kind: "signal",
      direction: "bullish",
    });
  });

  it.each(["signal_type", "type", "signal", "bias", "direction"])("alias %s, every direction word", (field) => {
    for (const word of ["Bullish", "bull", "LONG", "Buy"]) {
      expect(signal({ [field]: word, timestamp: AT }).direction).toBe("bullish");
    }
    for (const word of ["Bearish", "BEAR", "short", "SELL"]) {
      expect(signal({ [field]: word, timestamp: AT }).direction).toBe("bearish");
    }
    badMessage({ [field]: "Neutral", timestamp: AT });
  });

  it.each([
    ["epoch seconds", { timestamp: 1_764_638_400 }, { candleAt: AT }],
    ["epoch as text", { timestamp: String(AT) }, { candleAt: AT }],
    ["zone-less timestamp is UTC (A-30)", { timestamp: "2025-12-02T01:20:00" }, { candleAt: AT }],
    ["zone-less event_timestamp is New York (A-30)", { event_timestamp: "2025-12-01T20:20:00" }, { candleAt: AT }],
    ["summer time of New York", { event_timestamp: "2025-07-01T08:30:00" }, { candleAt: 1_751_373_000_000 }],
    ["a blank event_timestamp is none", { event_timestamp: " ", timestamp: AT }, { candleAt: AT }],
    ["event_timestamp before timestamp", { event_timestamp: "2025-12-01T20:20:00", timestamp: 5 }, { candleAt: AT }],
    ["seconds are kept for the engine to floor", { timestamp: AT + 59_999 }, { candleAt: AT + 59_999 }],
    ["no price", { timestamp: AT }, { price: null }],
    ["price null is no price", { timestamp: AT, price: null }, { price: null }],
    ["price as text", { timestamp: AT, price: "25,438.75" }, { price: "25438.75" }],
    ["price with exponent", { timestamp: AT, price: "2.5e4" }, { price: "25000" }],
    ["symbol with prefix", { timestamp: AT, symbol: " CME_MINI:NQ1! " }, { symbol: "CME_MINI:NQ1!" }],
    ["blank symbol is a missing one", { timestamp: AT, symbol: " " }, { symbol: null }],
  ])("%s", (_name, fields, expected) => {
    expect(signal({ signal: "Bullish", ...fields })).toMatchObject(expected);
  });

  it.each([
    ["no time", {}],
    ["time is text of another kind", { timestamp: "yesterday" }],
    ["event_timestamp unreadable", { event_timestamp: "x", timestamp: AT }],
    ["time zero", { timestamp: 0 }],
    ["price is NaN as text", { timestamp: AT, price: "NaN" }],
    ["price is null as text", { timestamp: AT, price: "null" }],
    ["price is empty text", { timestamp: AT, price: "" }],
    ["price is a flag", { timestamp: AT, price: true }],
    ["price zero", { timestamp: AT, price: 0 }],
    ["price beyond anything stored", { timestamp: AT, price: 1e12 }],
  ])("BAD_PAYLOAD: %s", (_name, fields) => {
    badMessage({ signal: "Bullish", ...fields });
  });

  it("a symbol that is no text is still a symbol, so that it is refused and not taken as missing", () => {
    expect(signal({ signal: "Bullish", timestamp: AT, symbol: 7 }).symbol).toBe("?");
  });

  it.each(["NQ\u0000", "NQ\ud800", "\u0007"])("text that no database can hold is no word: %j", (symbol) => {
    expect(signal({ signal: "Bullish", timestamp: AT, symbol }).symbol).toBe("?");
  });

  it("of a key given twice the last counts", () => {
    expect(signal(`{"signal":"Bullish","signal":"Bearish","timestamp":${AT}}`).direction).toBe("bearish");
  });
});

const F3 = {
  signal_id: `${AT}_Bearish_604`,
  signal_type: "Bearish",
  timestamp: AT,
  session: "NY_AM",
  signal_candle: { open: 10.5, high: 11, low: 9.75, close: 10, volume: 100 },
  previous_candle: { open: 1, high: 1, low: 1, close: 1 },
  market_context: { atr: 12.5, volatility: 1.1, signal_strength: 75 },
  fvg_data: { bias: "Bullish", htf_status: "1H:Bullish 15M:Neutral", signal_type: "FVG", htf_aligned: true },
  methodology_data: { requires_confirmation: true, stop_loss_buffer: 25, automation_stage: "SIGNAL_DETECTED" },
};

describe("F3 full automation JSON", () => {
  it("a detected signal carries candle, biases, labels and the sender's id", () => {
    expect(signal(F3)).toEqual({
      kind: "signal",
      format: "F3",
      direction: "bearish",
      candleAt: AT,
      price: "10",
      symbol: null,
      biases: { m1: null, trendRegime: null, fvgBias: "Bullish" },
      htf: { "1H": "Bullish", "15M": "Neutral" },
      strength: 75,
      signalType: "FVG",
      externalId: `${AT}_Bearish_604`,
      signalCandle: { open: "10.5", high: "11", low: "9.75", close: "10" },
    });
  });

  it("a signal candle that cannot be is left out, its close still must be a price (A-36)", () => {
    expect(signal({ ...F3, signal_candle: { open: 10, high: 9, low: 8, close: 10 } })).toMatchObject({
      signalCandle: null,
      price: "10",
    });
    badMessage({ ...F3, signal_candle: { close: -1 } });
    expect(signal({ ...F3, price: 7, signal_candle: { close: "x" } })).toMatchObject({
      price: "7",
      signalCandle: null,
    });
  });

  it.each([
    ["CONFIRMATION_DETECTED", "ENTRY"],
    ["TRADE_ACTIVATED", "ENTRY"],
    ["SIGNAL_CANCELLED", "CANCELLED"],
    ["MFE_UPDATE", "MFE_UPDATE"],
    ["TRADE_RESOLVED", "TRADE_RESOLVED"],
  ])("the follow-up %s is stored only", (stage, event) => {
    const parsed = telemetry({ ...F3, automation_stage: stage, entry_price: 20_000.25 });
    expect(parsed).toMatchObject({ format: "F3", event, tradeId: F3.signal_id });
    expect(parsed.values["items"]).toMatchObject([{ entry: "20000.25" }]);
  });
});

const F5 = {
  schema_version: "1.0.0",
  trade_id: "20251201_202000000_BULLISH",
  event_type: "SIGNAL_CREATED",
  event_timestamp: "2025-12-01T20:21:00",
  symbol: "MNQ1!",
  direction: "Bullish",
  entry_price: null,
  setup: { setup_family: "FVG_CORE", signal_strength: 75 },
  market_state: { trend_regime: "Bearish" },
  htf_alignment: {
    daily: "Neutral",
    h4: "Neutral",
    h1: "Bullish",
    m15: "Bullish",
    m5: "Bullish",
    m1: "Bearish",
    all_bullish: true,
  },
};

describe("F4 and F5 signals", () => {
  it("the canonical id decides the candle time before any timestamp (A-30)", () => {
    expect(signal(F5)).toMatchObject({
      format: "F5",
      candleAt: AT,
      symbol: "MNQ1!",
      price: null,
      externalId: F5.trade_id,
      biases: { m1: "Bearish", trendRegime: "Bearish", fvgBias: null },
      strength: 75,
      htf: { D: "Neutral", "4H": "Neutral", "1H": "Bullish", "15M": "Bullish", "5M": "Bullish", "1M": "Bearish" },
    });
  });

  it.each([["20251201_202000_bullish"], ["20251201_202000000_BULLISH"]])(
    "id %s: six or nine digits, any case",
    (id) => {
      expect(signal({ ...F5, trade_id: id }).candleAt).toBe(AT);
    },
  );

  it("an id that is not canonical leaves the decision to the timestamps", () => {
    expect(signal({ ...F5, trade_id: "20259901_202000000_BULLISH" }).candleAt).toBe(AT + 60_000);
    expect(signal({ ...F5, trade_id: "a b", signal_id: "20251201_202000_BULLISH" }).candleAt).toBe(AT);
  });

  it("reads the same nested under attributes", () => {
    expect(signal({ schema_version: "1.0.0", attributes: F5 })).toEqual(signal(F5));
  });

  it("F4 names its event in type", () => {
    const body = {
      type: "signal_created",
      signal_id: "20251201_202000000_BULLISH",
      bias: "Bullish",
      price: 5,
      timestamp: 1,
    };
    expect(signal(body)).toMatchObject({ format: "F4", candleAt: AT, direction: "bullish", price: "5" });
  });

  it("a direction is never taken from the id or guessed", () => {
    badMessage({ ...F5, direction: "Neutral" });
    badMessage({ event_type: "SIGNAL_CREATED", trade_id: F5.trade_id });
  });
});

describe("telemetry opens nothing", () => {
  it.each([
    ["ENTRY", "ENTRY"],
    ["mfe_update", "MFE_UPDATE"],
    ["MFE_UPDATE", "MFE_UPDATE"],
    ["be_triggered", "BE_TRIGGERED"],
    ["EXIT_BREAK_EVEN", "EXIT_BREAK_EVEN"],
    ["EXIT_BE", "EXIT_BREAK_EVEN"],
    ["EXIT_STOP_LOSS", "EXIT_STOP_LOSS"],
    ["EXIT_SL", "EXIT_STOP_LOSS"],
    ["signal_completed", "EXIT_STOP_LOSS"],
    ["CANCELLED", "CANCELLED"],
    ["EXIT_TAKE_PROFIT", "EXIT_TAKE_PROFIT"],
  ])("%s is %s in type and in event_type", (name, event) => {
    expect(telemetry({ type: name, signal_id: "20251201_202000000_BULLISH" })).toMatchObject({ format: "F4", event });
    expect(telemetry({ event_type: name, trade_id: "x", schema_version: "1.0.0" })).toMatchObject({
      format: "F5",
      event,
    });
  });

  it.each([
    [{ event_type: "HEARTBEAT", timestamp: "2025-12-10T18:57:00", signal_count: 3 }, "F7", "HEARTBEAT"],
    [
      { event_type: "UNIFIED_SNAPSHOT_V1", symbol: "NQ1!", signals: [], triangles_delta: [] },
      "F8",
      "UNIFIED_SNAPSHOT_V1",
    ],
    [{ event_type: "INDICATOR_EXPORT_V2", signals: [] }, "F8", "INDICATOR_EXPORT_V2"],
    [{ event_type: "ENTRY", trade_id: "x", direction: "LONG", entry_price: 1 }, "F10", "ENTRY"],
  ])("%j is %s", (body, format, event) => {
    expect(telemetry(body)).toMatchObject({ format, event });
  });

  it("a batch gives one item per trade", () => {
    const parsed = telemetry({
      event_type: "MFE_UPDATE_BATCH",
      timestamp: "2025-12-10T18:57:00",
      signals: [
        {
          trade_id: "a",
          direction: "Bearish",
          be_mfe: 0.375,
          no_be_mfe: 0.5,
          mae_global_r: -0.78125,
          current_price: 25737,
        },
        { trade_id: "b", direction: "LONG", be_mfe: null, mae: -0.4, entry: 1, stop: "2" },
        { no_id: true },
        7,
      ],
    });
    expect(parsed).toMatchObject({ format: "F6", event: "MFE_UPDATE" });
    expect(parsed.values).toMatchObject({
      sentAt: Date.parse("2025-12-10T23:57:00Z"),
      items: [
        { tradeId: "a", direction: "bearish", beMfe: "0.375", noBeMfe: "0.5", mae: "-0.78125", price: "25737" },
        { tradeId: "b", direction: "bullish", beMfe: null, noBeMfe: null, mae: "-0.4", entry: "1", stop: "2" },
      ],
    });
  });

  it("mae_R of the early dialect is a No-BE MFE, never an adverse excursion (INV-24)", () => {
    const parsed = telemetry({ event_type: "MFE_UPDATE", trade_id: "a", mfe_R: 1.4, mae_R: 2.5 });
    expect(parsed.values["items"]).toMatchObject([{ beMfe: "1.4", noBeMfe: "2.5", mae: null }]);
    const zero = telemetry({ event_type: "MFE_UPDATE", trade_id: "a", mfe_R: 1.4, mae_R: 0, mae_R_global: -0.3 });
    expect(zero.values["items"]).toMatchObject([{ noBeMfe: null, mae: "-0.3" }]);
  });
});

describe("bodies that are nothing we know (INV-23)", () => {
  it.each([
    ["empty", ""],
    ["blank", " \n"],
    ["HTML", "<html><body>502 Bad Gateway</body></html>"],
    ["a list", "[1,2,3]"],
    ["JSON null", "null"],
    ["a number", "7"],
    ["a string holding an alert", `"SIGNAL:Bullish:1:1::FVG:${AT}"`],
    ["cut off", '{"event_type":"SIGNAL_CREATED","direction":"Bull'],
    ["stray quotes of 2025-11-14", '{"type":"ENTRY","signal_id":"20251114_005000000_BULLISH","entry_price":25035.75"}'],
    ["NaN literal", `{"signal":"Bullish","price":NaN,"timestamp":${AT}}`],
    ["two bodies", `{"signal":"Bullish","timestamp":${AT}}{"signal":"Bearish","timestamp":${AT}}`],
    ["form encoding", `signal=Bullish&timestamp=${AT}`],
    ["an empty object", "{}"],
    ["too long", "x".repeat(ALERT_BODY_LENGTH_MAX + 1)],
    ["nested 8,000 deep", "[".repeat(8_000)],
    ["an object nested deep", `${'{"a":'.repeat(2_500)}1${"}".repeat(2_500)}`],
  ])("%s is BAD_PAYLOAD", (_name, body) => {
    badMessage(body);
  });

  it.each(["realtime_price", "SIGNAL_MOVED", "constructor", "__proto__", "toString"])(
    "type %s is BAD_PAYLOAD (A-35)",
    (type) => {
      badMessage({ event_type: type, direction: "Bullish", timestamp: AT });
      badMessage({ type, direction: "Bullish", timestamp: AT });
    },
  );

  it("a message never echoes foreign text", () => {
    expect(badMessage({ event_type: "<script>alert(1)</script>" })).not.toContain("script");
    expect(badMessage("<html>secret</html>")).not.toContain("secret");
  });

  it("__proto__ and constructor are ordinary names and pollute nothing", () => {
    const body = `{"__proto__":{"signal":"Bullish","timestamp":${AT}},"attributes":{"__proto__":{"direction":"Bullish"}}}`;
    badMessage(body);
    expect(Object.hasOwn(Object.prototype, "signal")).toBe(false);
  });
});

describe("the parser is total", () => {
  const anyOutcome = (body: string): void => {
    const parsed = parseAlert(body);
    expect(["signal", "telemetry", "bad"]).toContain(parsed.kind);
    if (parsed.kind !== "signal") return;
    expect(Number.isSafeInteger(parsed.candleAt)).toBe(true);
    for (const price of [parsed.price, ...Object.values(parsed.signalCandle ?? {})]) {
      if (price !== null) expect(price).toMatch(/^\d+(\.\d+)?$/);
    }
  };

  it("never throws on any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), anyOutcome), { numRuns: 1_000 });
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (tail) => anyOutcome(`SIGNAL:Bullish:1:${tail}`)),
      { numRuns: 500 },
    );
  });

  it("never throws on any JSON under the names it reads", () => {
    const names = [
      "signal_type",
      "direction",
      "bias",
      "signal",
      "type",
      "event_type",
      "automation_stage",
      "attributes",
      "trade_id",
      "signal_id",
      "timestamp",
      "event_timestamp",
      "price",
      "signal_candle",
      "symbol",
      "fvg_data",
      "setup",
      "htf_alignment",
      "signals",
      "strength",
    ];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.double(),
      fc.constantFrom("Bullish", "bear", "SIGNAL_CREATED", "ENTRY", "MFE_UPDATE_BATCH", AT, `${AT}`),
      fc.record({ open: fc.double(), high: fc.double(), low: fc.double(), close: fc.double(), m1: fc.string() }),
    );
    const object = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 });
    fc.assert(
      fc.property(object, (body) => anyOutcome(JSON.stringify(body))),
      { numRuns: 2_000 },
    );
  });
});

const CASES = "../shared/cases";
const ALERTS = "../shared/data/alerts";

describe.runIf(existsSync(CASES))("recorded cases", () => {
  it("every signal of a case's expected result was parsed with its time, direction and price", () => {
    for (const name of readdirSync(CASES)) {
      const lines = readFileSync(`${CASES}/${name}/signals.jsonl`, "utf8").trim().split("\n");
      const expected = JSON.parse(readFileSync(`${CASES}/${name}/expected.json`, "utf8"));
      const parsed = lines.map((line) => parseAlert(JSON.parse(line).body));
      expect(parsed.filter((one) => one.kind === "telemetry")).toHaveLength(expected.deliveries.stored_only);
      const seen = new Set(
        parsed.map((one) =>
          one.kind === "signal" ? `${Math.floor(one.candleAt / 60_000) * 60_000} ${one.direction}` : "",
        ),
      );
      for (const one of expected.signals) expect(seen).toContain(`${one.signal_candle_ms} ${one.direction}`);
    }
  });
});

describe.runIf(existsSync(ALERTS))("recorded deliveries of TradingView", () => {
  it("all are signals or telemetry but for the malformed ENTRY rows of 2025-11-14", () => {
    const kinds: Record<string, number> = {};
    for (const file of readdirSync(ALERTS)) {
      const text = gunzipSync(readFileSync(`${ALERTS}/${file}`)).toString("utf8");
      for (const [cell] of text.matchAll(/"\{(?:[^"]|"")*\}"/g)) {
        const { kind } = parseAlert(cell.slice(1, -1).replaceAll('""', '"'));
        kinds[kind] = (kinds[kind] ?? 0) + 1;
      }
    }
    expect(kinds).toEqual({ signal: 12, telemetry: 1_197, bad: 6 });
  });
});
