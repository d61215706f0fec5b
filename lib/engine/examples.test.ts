import { describe, expect, it } from "vitest";
import { Desk, MONDAY_9, nqOptions } from "@/lib/engine/testing/desk";
import type { Direction } from "@/lib/signal/types";

const SPEC = nqOptions();
/** Deep enough to be no anomaly (the examples have candles of 50 points and more). */
const INDICATOR = nqOptions({}, "indicator");

/** Trades the candles `older | s | newer...`, alerts at s, and opens the next minute at a price. */
function play(desk: Desk, direction: Direction, older: string, newer: string, opensAt: number): void {
  const left = older.split("|").length - 1;
  desk.candles(0, older);
  desk.signal(direction, left);
  desk.candles(left + 1, newer);
  desk.tick(desk.minute(left + 1 + newer.split("|").length), opensAt);
}

interface Example {
  readonly name: string;
  readonly direction: Direction;
  /** Older candles up to and including s. */
  readonly older: string;
  readonly newer: string;
  readonly opensAt: number;
  readonly expected: object;
}

const EX_04 =
  "19991/19999/19990/19995 | 19995/20000/19992/19998 | 19997/20002/19994/20001 | 20000/20004/19996/20003 | 20002/20007/19998/20006 | %s-2 | 20003/20010/20002/20009 | 20009/20014/20004/20013";

const EXAMPLES: readonly Example[] = [
  {
    name: "EX-01 bullish A, strict close",
    direction: "bullish",
    older: "20010/20014/20004/20006 | 20006/20009/19998/20000 | 20000/20012/19996/20010",
    newer: "20010/20011/19992/19995 | 19995/20012/19994.50/20012 | 20012/20020/20009/20018.50",
    opensAt: 20_019,
    expected: {
      scenario: "A",
      bars: 3,
      stop: "19967.00",
      entry: "20019.00",
      risk: "52.00",
      oneR: "20071.00",
      anchor: "PIVOT_3",
    },
  },
  {
    name: "EX-02 bullish B",
    direction: "bullish",
    older: "20012/20013/20007/20008 | 20008/20009/20005/20006 | 20006/20010/19999/20009",
    newer: "20009/20016/20003.50/20014.25",
    opensAt: 20_014.5,
    expected: { scenario: "B", stop: "19974.00", risk: "40.50", oneR: "20055.00" },
  },
  {
    name: "EX-03 bullish C-pivot",
    direction: "bullish",
    older:
      "20030/20031/20020/20021 | 20021/20023/20008/20010 | 20010/20018/20009/20016 | 20016/20019/20010/20014 | 20014/20021/20011/20020",
    newer: "20020/20026/20013/20025.50",
    opensAt: 20_025.75,
    expected: { scenario: "C_PIVOT", stop: "19983.00", risk: "42.75", oneR: "20068.50" },
  },
  {
    name: "EX-04 bullish C-candle",
    direction: "bullish",
    older: EX_04.replace("%s-2", "20006/20008/20000/20003"),
    newer: "20013/20018/20006/20016",
    opensAt: 20_016.25,
    expected: { scenario: "C_CANDLE", anchor: "OPPOSING_CANDLE", stop: "19975.00", risk: "41.25", oneR: "20057.50" },
  },
  {
    name: "EX-05 bullish C-signal",
    direction: "bullish",
    older: EX_04.replace("%s-2", "20002/20008/20000/20006"),
    newer: "20013/20018/20006/20016",
    opensAt: 20_016.25,
    expected: { scenario: "C_SIGNAL", anchor: "SIGNAL_CANDLE", stop: "19979.00", risk: "37.25" },
  },
  {
    name: "EX-06 double bottom in range",
    direction: "bullish",
    older: "20008/20009/20004/20005 | 20005/20010/20000/20008",
    newer: "20008/20009/19995/19998 | 19998/20003/19995/20002 | 20002/20009/19998/20007 | 20007/20015/20005/20013",
    opensAt: 20_013.25,
    expected: { scenario: "A", anchor: "PIVOT_4", stop: "19970.00", risk: "43.25", bars: 4 },
  },
  {
    name: "EX-07 double bottom with s as older member (D-05, symmetric)",
    direction: "bullish",
    older: "20013/20014/20007/20008 | 20008/20010/20004/20009 | 20009/20011/20006/20007 | 20007/20009/20000/20008",
    newer: "20008/20009/20000/20006 | 20006/20014/20003/20012.50",
    opensAt: 20_012.75,
    expected: { scenario: "B", anchor: "PIVOT_4", stop: "19975.00", risk: "37.75" },
  },
  {
    name: "EX-08 bearish A",
    direction: "bearish",
    older: "20095/20102/20094/20100 | 20100/20104/20090/20092",
    newer: "20092/20108.50/20091/20095 | 20095/20099/20088/20089.75",
    opensAt: 20_089.5,
    expected: { scenario: "A", stop: "20133.50", risk: "44.00", oneR: "20045.50" },
  },
  {
    name: "EX-09 bearish C-candle",
    direction: "bearish",
    older:
      "20149/20150/20140/20146 | 20146/20148/20139/20143 | 20143/20146/20138/20141 | 20141/20144/20136/20139 | 20138/20142/20134/20140 | 20139/20140/20132/20136 | 20136/20138/20130/20133 | 20133/20136/20126/20128",
    newer: "20128/20130/20123/20124",
    opensAt: 20_123.75,
    expected: { scenario: "C_CANDLE", stop: "20167.00", risk: "43.25", oneR: "20080.50" },
  },
  {
    name: "EX-10 confirmation candle is the lowest",
    direction: "bullish",
    older: "20012/20014/20005/20006 | 20006/20010/20003/20008 | 20008/20010/20001/20007 | 20008/20012/20004/20011",
    newer: "20010/20018/19999/20015",
    opensAt: 20_015.25,
    expected: { scenario: "C_PIVOT", stop: "19976.00", risk: "39.25", inside: false },
  },
  {
    name: "EX-11 invalid risk (INV-36)",
    direction: "bullish",
    older:
      "20110/20112/20090/20095 | 20095/20098/20080/20090 | 20092/20096/20085/20086 | 20086/20087/20030/20032 | 20018/20030/20015/20028",
    newer: "20027/20036/20012/20033.50",
    opensAt: 20_033.75,
    expected: { status: "VOID", scenario: "C_PIVOT", stop: "20055.00", entry: null, risk: null },
  },
  {
    name: "EX-12 bearish C-pivot",
    direction: "bearish",
    older: "20110/20116/20108/20114 | 20114/20121.50/20112/20119 | 20119/20120/20110/20112 | 20112/20118/20104/20106",
    newer: "20106/20111/20100/20103.75",
    opensAt: 20_103.5,
    expected: { scenario: "C_PIVOT", stop: "20146.50", risk: "43.00", oneR: "20060.50" },
  },
];

describe("confirmation and stop (methodology 13.1, spec profile)", () => {
  it.each(EXAMPLES)("$name", ({ direction, older, newer, opensAt, expected }) => {
    const desk = new Desk(SPEC);
    play(desk, direction, older, newer, opensAt);
    expect(desk.prices()).toMatchObject(expected);
  });

  it("EX-01 with buffer 0.25", () => {
    const desk = new Desk(nqOptions({ stopBufferPoints: 0.25 }));
    const [example] = EXAMPLES;
    if (example !== undefined) play(desk, example.direction, example.older, example.newer, example.opensAt);
    expect(desk.prices().stop).toBe("19991.75");
  });

  it("EX-07 with the Pine rule: not a pivot, C-pivot at s-2", () => {
    const desk = new Desk(nqOptions({ symmetricDoublePivot: false }));
    const example = EXAMPLES[6];
    if (example !== undefined) play(desk, example.direction, example.older, example.newer, example.opensAt);
    expect(desk.prices()).toMatchObject({ scenario: "C_PIVOT", stop: "19979.00" });
  });

  it("EX-10 with buffer 0.25: the stop lies inside the range", () => {
    const desk = new Desk(nqOptions({ stopBufferPoints: "0.25" }));
    const example = EXAMPLES[9];
    if (example !== undefined) play(desk, example.direction, example.older, example.newer, example.opensAt);
    expect(desk.prices()).toMatchObject({ stop: "20000.75", inside: true });
  });
});

describe("cancellation (methodology 13.1)", () => {
  it("EX-13: the opposing signal cancels and becomes the pending one", () => {
    const desk = new Desk(SPEC, MONDAY_9 + 31 * 60_000);
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20049.50/20045/20049");
    desk.candle(2, "20045/20046/20036/20040");
    desk.signal("bearish", 2);
    desk.candles(3, "20040/20053/20039/20052 | 20050/20051/20035/20036 | 20036/20038/20034/20035.75");
    desk.tick(desk.minute(6), 20_035);
    expect(desk.record(0)).toMatchObject({
      status: "CANCELLED",
      reason: "opposite_signal",
      cancelledAt: desk.minute(2),
      confirmedAt: null,
    });
    expect(desk.record(0).cancelledBy).toBe("20251201_093300000_BEARISH");
    expect(desk.record(1)).toMatchObject({ status: "ACTIVE", barsToConfirmation: 3 });
    const cancelled = desk.facts.find((fact) => fact.kind === "event" && fact.type === "CANCELLED");
    expect(cancelled).toMatchObject({ data: { barsPending: 2 } });
  });

  it.each([
    ["1.2 s after the close: the confirmation is voided", 1_200, "CANCELLED"],
    ["exactly 5 s after the close: still within the grace (A-23)", 5_000, "CANCELLED"],
    ["7 s after the close: the trade stays", 7_000, "ACTIVE"],
  ])("EX-14: %s", (_, delay, status) => {
    const desk = new Desk(SPEC);
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.candle(1, "20048/20052/20047/20051");
    desk.tick(desk.minute(2) + 100, 20_051.25);
    desk.signal("bearish", 1, desk.minute(2) + delay);
    expect(desk.record(0).status).toBe(status);
    expect(desk.record(1).status).toBe("PENDING");
    expect(desk.record(0).stopLoss === null).toBe(status === "CANCELLED");
  });

  it("EX-15: a red candle confirms, and says that it is not directional", () => {
    const desk = new Desk(SPEC);
    desk.candle(0, "20044/20050/20040/20048");
    desk.signal("bullish", 0);
    desk.candle(1, "20056/20057/20051/20052");
    desk.tick(desk.minute(2), 20_053);
    expect(desk.record()).toMatchObject({ status: "ACTIVE", confirmationDirectional: false });
  });
});

describe("EX-16: three real trades of 2025-12-01", () => {
  const start = Date.parse("2025-12-02T00:20:00Z");
  const bearish = "25405/25405.25/25401.50/25403 | 25402.25/25403.75/25401.50/25402.50";
  const bearishNewer = "25401/25404/25399.25/25403.25 | 25402.50/25403.50/25396.75/25396.75";

  it("bearish 19:21, indicator profile: the alert's stop", () => {
    const desk = new Desk(INDICATOR, start);
    play(desk, "bearish", bearish, bearishNewer, 25_397.5);
    expect(desk.prices()).toMatchObject({ scenario: "A", entry: "25396.75", stop: "25404.25" });
    expect(desk.record().trade?.entryAt).toBe(desk.minute(4));
  });

  it("bearish 19:21, spec profile without the session filter: next open; with it INVALID_SESSION", () => {
    const desk = new Desk(nqOptions({ sessionFilter: "off" }), start);
    play(desk, "bearish", bearish, bearishNewer, 25_397.5);
    expect(desk.prices()).toMatchObject({ entry: "25397.50", stop: "25429.00", risk: "31.50" });
    const strict = new Desk(SPEC, start);
    play(strict, "bearish", bearish, bearishNewer, 25_397.5);
    expect(strict.record()).toMatchObject({ status: "REJECTED", reason: "INVALID_SESSION" });
  });

  it.each([
    ["indicator", INDICATOR, { entry: "25441.00", stop: "25430.25" }],
    ["spec", SPEC, { entry: "25441.00", stop: "25405.50", risk: "35.50" }],
  ] as const)("bullish 20:20, B, %s: a wick does not confirm", (_, options, expected) => {
    const desk = new Desk(options, Date.parse("2025-12-02T01:19:00Z"));
    const newer =
      "25439/25441/25435/25436.25 | 25435.75/25439.75/25434.50/25438 | 25438.50/25440/25436.75/25438.75 | 25439/25444/25438.50/25441";
    play(desk, "bullish", "25438.25/25438.25/25432.25/25435.25 | 25435/25440.75/25430.50/25438.75", newer, 25_441);
    expect(desk.prices()).toMatchObject({ scenario: "B", bars: 4, ...expected });
    expect(desk.record().tradeId).toBe("20251201_202000000_BULLISH");
  });

  it("bullish 19:29, C-pivot", () => {
    const desk = new Desk(INDICATOR, Date.parse("2025-12-02T00:27:00Z"));
    const older = "25396/25398/25395/25397 | 25397.50/25401.75/25394.50/25398.25 | 25397.25/25402.50/25397.25/25402.25";
    play(desk, "bullish", older, "25403/25407/25402/25404.25", 25_404.5);
    expect(desk.prices()).toMatchObject({ scenario: "C_PIVOT", stop: "25394.25" });
  });
});

describe("PX-6: an anomaly touches nothing (methodology 8.1)", () => {
  it("flags the tick and keeps the trade as it was", () => {
    const desk = new Desk(nqOptions({ stopBufferPoints: 1 }));
    // Entry 20000, stop 19950: a signal candle with low 19951 that is a pivot.
    desk.candles(0, "19990/19992/19980/19985 | 19985/19986/19951/19960");
    desk.signal("bullish", 1);
    desk.candle(2, "19960/19999/19955/19998");
    const at = desk.minute(3);
    const verdicts = [20_000, 20_010, 20_262.5, 20_011.25, 19_990, 20_009].map((points, index) =>
      desk.tick(at + index * 1_000, points),
    );
    expect(desk.prices()).toMatchObject({ entry: "20000.00", stop: "19950.00", status: "ACTIVE" });
    expect(verdicts).toEqual(["accepted", "accepted", "suspicious", "accepted", "accepted", "accepted"]);
    expect(desk.excursion()).toEqual({ be: "0.2250", noBe: "0.2250", mae: "-0.2000" });
  });
});
