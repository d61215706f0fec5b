import fc from "fast-check";
import { expect, it } from "vitest";
import { createPainters } from "@/components/trades/painter";

/** Painters whose turns are taken by hand; `row(n)` shows the value it was last painted with. */
function board(rows: number) {
  const turns: (() => void)[] = [];
  const painters = createPainters((run) => turns.push(run));
  const values = new Array<number>(rows).fill(0);
  const shown = new Array<number>(rows).fill(-1);
  const painted = values.map((_, row) =>
    painters.add(() => {
      shown[row] = values[row] ?? -1;
    }),
  );
  return {
    ...{ painters, painted, shown, turns },
    change(row: number, value: number): void {
      values[row] = value;
      painted[row]?.changed();
    },
    values,
  };
}

it("a row in view shows every change at once; one out of view when it comes into view, with the newest", () => {
  const { change, painted, shown } = board(2);
  painted[1]?.seen(false);
  for (const value of [1, 2, 3]) {
    change(0, value);
    change(1, value * 10);
    expect(shown[0]).toBe(value);
  }
  expect(shown[1]).toBe(-1);
  painted[1]?.seen(true);
  expect(shown[1]).toBe(30);
});

it("a row that is gone is not painted any more", () => {
  const { change, painted, shown, turns } = board(1);
  painted[0]?.seen(false);
  change(0, 5);
  painted[0]?.stop();
  for (const turn of turns) turn();
  expect(shown[0]).toBe(-1);
});

it("what is in view is never old; what is not is painted in turn, one at a time, none left out", () => {
  const steps = fc.array(fc.tuple(fc.nat(4), fc.constantFrom("change", "out", "in")), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (moves) => {
      const { change, painted, painters, shown, turns, values } = board(5);
      const inView = new Array<boolean>(5).fill(true);
      moves.forEach(([row, move], index) => {
        if (move === "change") change(row, index);
        else {
          inView[row] = move === "in";
          painted[row]?.seen(move === "in");
        }
        values.forEach((value, at) => {
          if (inView[at] && shown[at] !== -1) expect(shown[at]).toBe(value);
        });
      });
      const waiting = painters.waiting();
      let taken = 0;
      for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
        turn();
        taken += 1;
      }
      expect(painters.waiting()).toBe(0);
      // A turn finds nothing to do only when what had waited came into view before it.
      expect(taken).toBeLessThanOrEqual(waiting + 1);
    }),
  );
});
