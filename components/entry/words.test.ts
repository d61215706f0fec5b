import { describe, expect, it } from "vitest";
import { checkSentence } from "@/components/entry/check-words";
import { noCandleReason } from "@/components/entry/decision-marks";
import { eventDetail, eventTitle } from "@/components/entry/event-words";
import type { StopJson } from "@/components/entry/evidence";
import { correctedStoryOf, type StoryFacts, storyOf } from "@/components/entry/story";
import { walkLines } from "@/components/entry/walk-words";
import { Desk, nqOptions, ticksOf } from "@/lib/engine/testing/desk";
import type { SignalRecord } from "@/lib/engine/types";
import { priceScale } from "@/lib/market/price";
import type { Direction } from "@/lib/signal/types";

const scale = priceScale("0.25");
const nothing: StoryFacts = { asked: null, lastClose: null, voidPrice: null };
const story = (record: SignalRecord, facts: Partial<StoryFacts> = {}): string =>
  storyOf(record, scale, { ...nothing, ...facts });

/** EX-01 up to its entry at 20019.00, stop 19967.00. Minute 0 is 09:00 New York. */
function entered(): Desk {
  const desk = new Desk(nqOptions());
  desk.candles(0, "20010/20014/20004/20006 | 20006/20009/19998/20000 | 20000/20012/19996/20010");
  desk.signal("bullish", 2);
  desk.candles(3, "20010/20011/19992/19995 | 19995/20012/19994.50/20012 | 20012/20020/20009/20018.50");
  desk.tick(desk.minute(6), 20_019);
  return desk;
}

/** A signal on a lone candle of minute 0, high 20050, low 20040. */
function lone(direction: Direction, start?: number): Desk {
  const desk = start === undefined ? new Desk(nqOptions()) : new Desk(nqOptions(), start);
  desk.candles(0, "20045/20050/20040/20045");
  desk.signal(direction, 0);
  return desk;
}

describe("why no candle is drawn", () => {
  it("says there was no level only when there was none", () => {
    const record = entered().record();
    expect(noCandleReason(record)).toContain("not kept here");
    expect(noCandleReason({ ...record, signalCandle: null })).toContain("no level");
    expect(noCandleReason({ ...record, signalCandleSource: "payload" })).toContain("brought its own candle");
  });
});

describe("the sentence, for every outcome", () => {
  const head =
    "Bullish at 09:02 ET, confirmed after 3 bars by the close 20018.50 > 20012.00; stop 19967.00 is 25.00 points under the low of the 3-candle pivot of 09:03 (scenario A); entered at 20019.00 (risk 52.00 points)";

  it("active", () => {
    expect(story(entered().record())).toBe(`${head}; still open, best 0.00R.`);
  });

  it("as corrected: the person's stop without the machine's reasons for its own", () => {
    const record = entered().record();
    const trade = record.trade === null ? null : { ...record.trade, risk: record.trade.risk - 4 };
    const corrected = { ...record, stopLoss: (record.stopLoss ?? 0) + 4, trade };
    expect(correctedStoryOf(corrected, scale)).toBe(
      "stop 19968.00; entered at 20019.00 (risk 51.00 points); still open, best 0.00R.",
    );
    expect(correctedStoryOf({ ...record, trade: null }, scale)).toBeNull();
  });

  it("stopped before break-even was armed", () => {
    const desk = entered();
    desk.tick(desk.minute(7), 19_990);
    desk.tick(desk.minute(8), 19_967);
    expect(story(desk.record())).toBe(`${head}; stopped at 19967.00 at 09:08: −1.00R, best 0.00R.`);
  });

  it("break-even armed and out, the other leg stopped later through a gap", () => {
    const desk = entered();
    desk.tick(desk.minute(7), 20_050);
    desk.tick(desk.minute(7) + 1_000, 20_071);
    desk.tick(desk.minute(9), 20_030);
    desk.tick(desk.minute(9) + 1_000, 20_019);
    expect(story(desk.record())).toBe(
      `${head}; break-even armed 09:07, that leg out 09:09 with 0.00R; still open, best +1.00R.`,
    );
    desk.tick(desk.minute(10), 19_980);
    desk.tick(desk.minute(11), 19_960);
    expect(story(desk.record())).toBe(
      `${head}; break-even armed 09:07, that leg out 09:09 with 0.00R; stopped at 19960.00 at 09:11, gapped to −1.13R: −1.00R, best +1.00R.`,
    );
  });

  it("waiting says what is missing", () => {
    expect(story(lone("bearish").record())).toBe(
      "Bearish at 09:00 ET; waiting for a close below 20040.00; no candle has closed since.",
    );
    expect(story(lone("bearish").record(), { asked: 2, lastClose: ticksOf(20_048.5) })).toBe(
      "Bearish at 09:00 ET; waiting for a close below 20040.00; 2 candles have closed since, the last at 20048.50, 8.50 short of it.",
    );
  });

  it("cancelled says by whom (EX-13)", () => {
    const desk = lone("bullish");
    desk.candles(1, "20045/20050/20044/20049");
    desk.signal("bearish", 1);
    expect(story(desk.record())).toBe("Bullish at 09:00 ET; cancelled by the Bearish signal of 09:01.");
  });

  it("rejected names the check and what it saw", () => {
    const evening = lone("bullish", Date.parse("2025-12-01T21:30:00Z"));
    expect(story(evening.record())).toBe(
      "Bullish at 16:30 ET, rejected, outside the sessions: 16:30 ET lies outside the six sessions (16:00–19:59 has none).",
    );
  });

  it("void says which fill left no risk (EX-11)", () => {
    const desk = new Desk(nqOptions({ anomalyJumpPoints: 500 }));
    desk.candles(
      0,
      "20110/20112/20090/20095 | 20095/20098/20080/20090 | 20092/20096/20085/20086 | 20086/20087/20030/20032 | 20018/20030/20015/20028",
    );
    desk.signal("bullish", 4);
    desk.candles(5, "20027/20036/20012/20033.50");
    desk.tick(desk.minute(6), 20_033.75);
    expect(story(desk.record(), { voidPrice: ticksOf(20_033.75) })).toMatch(
      /void: the first trade after it, 20033\.75, was at or beyond the stop, so there was no risk to take\.$/,
    );
  });
});

describe("checks in words", () => {
  const sentenceOf = (record: SignalRecord, name: string): string => {
    const check = record.checks.find((one) => one.name === name);
    return check === undefined ? "" : checkSentence(check, record);
  };

  it("say what they saw", () => {
    const record = entered().record();
    expect(sentenceOf(record, "market open")).toBe("Market open at 09:02 ET: regular session until 17:00 ET.");
    expect(sentenceOf(record, "session")).toBe("09:02 ET lies in NY AM (08:30–11:59).");
    expect(sentenceOf(record, "signal candle")).toBe(
      "Candle 09:02 ET, built from our own trades: high 20012.00, low 19996.00.",
    );
    expect(sentenceOf(record, "confirmation")).toBe(
      "Candle 09:05 ET closed at 20018.50, above 20012.00, 3 candles after the signal.",
    );
    expect(sentenceOf(record, "stop")).toBe("The low 19992.00 of 09:03 ET − 25.00 = 19967.00.");
  });

  it("a closed market says when it opens", () => {
    const friday = lone("bullish", Date.parse("2025-12-05T22:30:00Z"));
    expect(sentenceOf(friday.record(), "market open")).toBe("Market closed at 17:30 ET; it opens Sun 7 Dec 18:00 ET.");
  });

  it("a check nobody described lists its inputs", () => {
    const check = { name: "new one", outcome: "passed", at: 0, rule: "r", inputs: { a: 1 } } as const;
    expect(checkSentence(check, entered().record())).toBe("new one: a 1");
  });
});

it("events say more than their code", () => {
  expect(eventTitle({ type: "TARGET", data: { target: 2 } })).toBe("2R first touched");
  expect(eventDetail({ type: "ENTRY", data: { stop: 79_868, risk: 208 } }, scale, 208)).toBe(
    "stop 19967.00, risk 52.00 points",
  );
  expect(eventTitle({ type: "SOMETHING", data: {} })).toBe("something");
});

it("every scenario before the chosen one gets its no with the values", () => {
  const point = (minute: number, price: string) => ({ openAt: minute * 60_000, price, complete: true });
  const noPivot = {
    ...{ offset: 0, kind: null, reason: "older-beyond" as const, outer: null },
    ...{ candle: point(4, "20011.00"), older: point(3, "20010.00"), newer: point(5, "20013.00") },
  };
  const stop: StopJson = {
    agrees: true,
    rules: { leftSearchCandles: 5, symmetricDoublePivot: true, from: "decision" },
    rangeCandles: 2,
    lowest: { offset: 0, role: "signal", ties: [], candle: point(4, "20011.00") },
    lowestTest: noPivot,
    steps: [
      { scenario: "A", outcome: "no" },
      { scenario: "B", outcome: "no" },
      { scenario: "C_PIVOT", outcome: "chosen" },
      { scenario: "C_CANDLE", outcome: "not-reached" },
      { scenario: "C_SIGNAL", outcome: "not-reached" },
    ],
    pivotSearch: [
      {
        ...noPivot,
        offset: -1,
        kind: "PIVOT_3",
        reason: "pivot",
        candle: point(1, "20008.00"),
        older: point(0, "20020.00"),
      },
    ],
    bodySearch: [],
    placement: { scenario: "C_PIVOT", price: "19983.00", anchorPrice: "20008.00" },
  };
  expect(walkLines(stop, "bullish").map(({ name, sentence }) => `${name} ${sentence}`)).toEqual([
    "A no, because the lowest candle is the signal candle itself, not one between.",
    "B no, because the signal candle is no pivot: low 20011.00: the older neighbour is lower, 20010.00 (19:03).",
    "C-pivot yes: s−1 is the nearest pivot left of the signal candle.",
    "C-candle not asked, because C-pivot had decided.",
    "C-signal not asked, because C-pivot had decided.",
  ]);
});
