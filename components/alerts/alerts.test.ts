import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type AlertEntry, alertKindNames, entryOfStep, type ToldStep } from "@/components/alerts/alert-kinds";
import { logMax, parseShown, withEntries, withShown } from "@/components/alerts/alert-log";
import { type AlertSettings, defaultAlertSettings, parseAlertSettings } from "@/components/alerts/alert-settings";
import { type AlertStore, createAlertStore, toastsMax } from "@/components/alerts/alert-store";
import { gapMs, startOf, tunes } from "@/components/alerts/sounds";

const step = (seq: number, type: ToldStep["type"], part: Partial<ToldStep> = {}): ToldStep => ({
  ...{
    signalId: "NQZ6.a",
    ticker: "NQZ6",
    direction: "bullish",
    seq,
    type,
    at: 1000 + seq,
    price: "25061.25",
    target: null,
  },
  leg: null,
  ...part,
});

function entry(seq: number, type: ToldStep["type"] = "ENTRY"): AlertEntry {
  const made = entryOfStep(step(seq, type));
  if (made === null) throw new Error(`${type} makes no entry`);
  return made;
}

describe("what people are told", () => {
  it("a stop that ends both legs is told once, a target with its R", () => {
    expect(entryOfStep(step(1, "EXIT_STOP_LOSS", { leg: "be" }))).toBeNull();
    expect(entryOfStep(step(2, "EXIT_STOP_LOSS", { leg: "no-be" }))).toMatchObject({
      kind: "stop",
      title: "Stopped out",
      detail: "NQZ6 at 25061.25",
    });
    expect(entryOfStep(step(3, "TARGET", { target: 2 }))).toMatchObject({ kind: "target", title: "2R reached" });
    expect(entryOfStep(step(4, "FLAGGED"))).toBeNull();
  });
});

describe("the log", () => {
  it("has everything once, newest first, bounded, in whatever pieces it comes", () => {
    const pieces = fc.array(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 120 }), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, (lists) => {
        let log: readonly AlertEntry[] = [];
        for (const list of lists)
          log = withEntries(
            log,
            list.map((seq) => entry(seq)),
          );
        const newest = [...new Set(lists.flat())].sort((a, b) => b - a).slice(0, logMax);
        // Only with all pieces inside the bound is the outcome independent of their order.
        if (new Set(lists.flat()).size <= logMax) expect(log.map(({ at }) => at - 1000)).toEqual(newest);
        expect(log.length).toBeLessThanOrEqual(logMax);
      }),
    );
  });

  it("remembers what was shown, and takes torn storage for none", () => {
    expect(withShown(["a"], ["a", "b"])).toEqual(["a", "b"]);
    expect(parseShown('["a",5]')).toEqual(["a"]);
    for (const torn of [null, "{", "5"]) expect(parseShown(torn)).toBeNull();
  });
});

describe("toasts, sounds and what was missed", () => {
  let keys: readonly string[] | null;
  let settings: AlertSettings;
  let visible: boolean;
  let played: string[];
  let store: AlertStore;
  const missed = (): string[] => store.state().missed.map(({ key }) => key);

  beforeEach(() => {
    keys = null;
    settings = defaultAlertSettings;
    visible = true;
    played = [];
    store = createAlertStore({
      settings: { read: () => settings },
      shown: { read: () => keys, write: (next) => (keys = next), subscribe: () => () => undefined },
      visible: () => visible,
      play: ({ key }) => played.push(key),
    });
  });

  it("something that happens while somebody looks makes one toast and one sound, however often it is said", () => {
    store.happened(entry(1));
    store.happened(entry(1));
    store.history([step(1, "ENTRY")]);
    expect(store.state().toasts).toHaveLength(1);
    expect(played).toEqual(["NQZ6.a#1"]);
    expect(missed()).toEqual([]);
  });

  it("while nobody looks it sounds, makes no toast, and counts as missed until the log is opened", () => {
    store.history([]);
    visible = false;
    store.happened(entry(1));
    expect(played).toHaveLength(1);
    expect(store.state().toasts).toEqual([]);
    expect(missed()).toEqual(["NQZ6.a#1"]);
    store.read();
    expect(missed()).toEqual([]);
  });

  it("after an absence the stored history tells what was missed, without noise", () => {
    keys = ["NQZ6.a#1"];
    store.history([step(2, "EXIT_BREAK_EVEN"), step(1, "ENTRY")]);
    expect(missed()).toEqual(["NQZ6.a#2"]);
    expect(played).toEqual([]);
    expect(store.state().toasts).toEqual([]);
  });

  it("a browser that comes for the first time has missed nothing", () => {
    store.history([step(2, "EXIT_BREAK_EVEN"), step(1, "ENTRY")]);
    expect(missed()).toEqual([]);
  });

  it("a kind that is switched off is neither shown nor missed, but in the log", () => {
    settings = parseAlertSettings('{"kinds":{"entry":{"toast":false,"sound":false}}}');
    visible = false;
    store.history([]);
    store.happened(entry(1));
    expect([played, missed(), store.state().entries.length]).toEqual([[], [], 1]);
  });

  it("toasts are bounded and can be put away", () => {
    for (let seq = 0; seq < 9; seq += 1) store.happened(entry(seq));
    expect(store.state().toasts.map(({ at }) => at - 1000)).toEqual([5, 6, 7, 8]);
    store.dismiss("NQZ6.a#7");
    expect(store.state().toasts).toHaveLength(toastsMax - 1);
  });
});

describe("sounds", () => {
  it("every kind has its own tune, shorter than a second", () => {
    const heard = alertKindNames.map((kind) => JSON.stringify(tunes[kind]));
    expect(new Set(heard).size).toBe(alertKindNames.length);
    for (const kind of alertKindNames) for (const note of tunes[kind]) expect(note.at + note.ms).toBeLessThan(1000);
  });

  it("never overlap, one kind once a second, and a pile of them is dropped", () => {
    const lastOfKind = new Map([["stop" as const, 0]]);
    expect(startOf("stop", 900, { lastStart: 0, lastOfKind })).toBeNull();
    expect(startOf("stop", 1000, { lastStart: 0, lastOfKind })).toBe(1000);
    expect(startOf("entry", 100, { lastStart: 0, lastOfKind })).toBe(gapMs);
    expect(startOf("entry", 100, { lastStart: 5000, lastOfKind })).toBeNull();
  });

  it.each([null, "{", "[]", '{"volume":900,"muted":"yes","kinds":{"stop":5}}'])(
    "settings fall back on %j",
    (stored) => {
      expect(parseAlertSettings(stored)).toEqual(defaultAlertSettings);
    },
  );
});
