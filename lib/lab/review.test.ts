import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  correctedState,
  differences,
  nextState,
  type ReviewAction,
  type ReviewState,
  type ReviewVersion,
  type SimpleChange,
  tagsMax,
  undoTarget,
  unreviewedState,
} from "@/lib/lab/review";

const by = { email: "ada@desk.test", at: 1_000 };

function apply(state: ReviewState, change: SimpleChange): ReviewState {
  const next = nextState(state, change, by);
  if (!next.ok) throw new Error(next.message);
  return next.state;
}

describe("actions of a review", () => {
  it("approve, reject and reset say who and when, and reset takes it back", () => {
    const approved = apply(unreviewedState, { action: "approve" });
    expect(approved).toMatchObject({ status: "approved", reviewedBy: by.email, reviewedAt: by.at });
    const rejected = apply(approved, { action: "reject" });
    expect(rejected.status).toBe("rejected");
    expect(apply(rejected, { action: "reset" })).toEqual(unreviewedState);
  });

  it("what is so already is no change, with a sentence", () => {
    const approved = apply(unreviewedState, { action: "approve" });
    expect(nextState(approved, { action: "approve" }, by)).toMatchObject({ ok: false, code: "NO_CHANGE" });
    expect(nextState(unreviewedState, { action: "restore" }, by)).toMatchObject({ ok: false, code: "NO_CHANGE" });
    expect(nextState(unreviewedState, { action: "annotate", notes: "" }, by)).toMatchObject({ code: "NO_CHANGE" });
    expect(correctedState(unreviewedState, {}, null)).toMatchObject({ ok: false, code: "NO_CHANGE" });
  });

  it("a deleted entry keeps everything and is judged only after it is restored", () => {
    const noted = apply(unreviewedState, { action: "annotate", notes: "late", tags: [" news ", "news", ""] });
    expect(noted.tags).toEqual(["news"]);
    const deleted = apply(noted, { action: "delete" });
    expect(deleted).toMatchObject({ notes: "late", deletedBy: by.email });
    expect(nextState(deleted, { action: "approve" }, by)).toMatchObject({ ok: false, code: "NOT_ALLOWED" });
    expect(apply(deleted, { action: "restore" })).toEqual(noted);
  });

  it("tags are added and taken from what an entry has, and bounded", () => {
    const tagged = apply(unreviewedState, { action: "annotate", tags: ["a", "b"] });
    expect(apply(tagged, { action: "annotate", addTags: ["c", "a"], removeTags: ["b"] }).tags).toEqual(["a", "c"]);
    const many = Array.from({ length: tagsMax + 1 }, (_, index) => `tag ${index}`);
    expect(nextState(tagged, { action: "annotate", tags: many }, by)).toMatchObject({ ok: false, field: "tags" });
  });
});

const change: fc.Arbitrary<SimpleChange> = fc.oneof(
  fc.constantFrom<SimpleChange>(
    { action: "approve" },
    { action: "reject" },
    { action: "reset" },
    { action: "delete" },
    { action: "restore" },
  ),
  fc.record({
    action: fc.constant("annotate" as const),
    notes: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
    tags: fc.option(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }), { nil: undefined }),
    newsProximity: fc.constantFrom("High" as const, null, undefined),
  }),
);

/** A history as the database keeps it: refused actions leave no version. */
class History {
  readonly versions: ReviewVersion[] = [];
  state: ReviewState = unreviewedState;

  add(action: ReviewAction, state: ReviewState): void {
    this.state = state;
    const version = this.versions.length + 1;
    this.versions.push({ version, at: version, actor: by.email, action, reason: null, batch: null, state });
  }

  take(asked: SimpleChange): boolean {
    const next = nextState(this.state, asked, { ...by, at: this.versions.length });
    if (next.ok) this.add(asked.action, next.state);
    return next.ok;
  }

  undo(): boolean {
    const target = undoTarget(this.versions);
    if (target !== null) this.add("undo", target.state);
    return target !== null;
  }
}

describe("undo", () => {
  it("after any action it is the state before, whatever was done and undone before", () => {
    fc.assert(
      fc.property(fc.array(fc.option(change, { freq: 4 }), { maxLength: 25 }), change, (before, last) => {
        const history = new History();
        for (const each of before) each === null ? history.undo() : history.take(each);
        const standing = history.state;
        if (!history.take(last)) return;
        history.undo();
        expect(history.state).toEqual(standing);
      }),
    );
  });

  it("again and again leads back to the beginning, one action at a time, and then no further", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const history = new History();
        const states = [history.state];
        for (const each of changes) if (history.take(each)) states.push(history.state);
        for (const expected of states.slice(0, -1).reverse()) {
          expect(history.undo()).toBe(true);
          expect(history.state).toEqual(expected);
        }
        expect(history.undo()).toBe(false);
        expect(history.versions.map(({ version }) => version)).toEqual(history.versions.map((_, index) => index + 1));
      }),
    );
  });

  it("names what it takes back", () => {
    const history = new History();
    history.take({ action: "approve" });
    history.take({ action: "annotate", notes: "x" });
    expect(undoTarget(history.versions)).toMatchObject({ version: 1, undone: { action: "annotate", version: 2 } });
    history.undo();
    expect(undoTarget(history.versions)).toMatchObject({ version: 0, undone: { action: "approve", version: 1 } });
  });
});

describe("differences", () => {
  it("are empty exactly when people said the same", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), change, (before, last) => {
        const history = new History();
        for (const each of before) history.take(each);
        const standing = history.state;
        const taken = history.take(last);
        expect(differences(standing, history.state).length > 0).toBe(taken);
      }),
    );
  });

  it("list an override by its field", () => {
    const override = { human: "25000.00", auto: "24990.00", reason: "wrong pivot", by: by.email, at: 1 };
    const next = correctedState(unreviewedState, { stopLoss: override }, null);
    if (!next.ok) throw new Error(next.message);
    expect(differences(unreviewedState, next.state)).toEqual([{ field: "stopLoss", before: null, after: "25000.00" }]);
  });
});
