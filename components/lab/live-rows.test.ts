import fc from "fast-check";
import { expect, it } from "vitest";
import { applyChanges, type RowPage, withFresh } from "@/components/lab/live-rows";

interface Row {
  readonly id: string;
  readonly receivedAt: number;
  readonly status?: string;
}

const row = (at: number, status?: string): Row => ({ id: `r${at}`, receivedAt: at, ...(status && { status }) });
const pages: readonly RowPage<Row>[] = [
  { rows: [row(9), row(8)], next: "c" },
  { rows: [row(7), row(5)], next: null },
];
const changes = (...rows: readonly Row[]) => new Map(rows.map((r) => [r.id, { row: r, found: true }]));

it("exchanges a known row in place and leaves all others as they were", () => {
  const { pages: after, fresh, elsewhere } = applyChanges(pages, changes(row(7, "CLOSED")), true);
  expect(after[1]?.rows).toEqual([row(7, "CLOSED"), row(5)]);
  expect(after[0]).toBe(pages[0]);
  expect(after[1]?.rows[1]).toBe(pages[1]?.rows[1]);
  expect([fresh.length, elsewhere]).toEqual([0, 0]);
});

it("new rows are fresh, newest first; older ones belong elsewhere; in another order all do", () => {
  const sorted = applyChanges(pages, changes(row(10), row(12), row(6)), true);
  expect(sorted.fresh.map((r) => r.id)).toEqual(["r12", "r10"]);
  expect(sorted.elsewhere).toBe(1);
  expect(sorted.pages).toBe(pages);
  expect(applyChanges(pages, changes(row(10)), false)).toMatchObject({ fresh: [], elsewhere: 1 });
});

it("a row that the filter lost is named and stays; an unknown one that is lost is nothing", () => {
  const gone = { row: null, found: false };
  const sorted = applyChanges(
    pages,
    new Map([
      ["r8", gone],
      ["zz", gone],
    ]),
    true,
  );
  expect(sorted.lost).toEqual(["r8"]);
  expect(sorted.pages).toBe(pages);
});

it("a row that the filter lost is shown as it now stands, and is found again when it comes back", () => {
  const left = applyChanges(pages, new Map([["r8", { row: row(8, "APPROVED"), found: false }]]), true);
  expect(left.lost).toEqual(["r8"]);
  expect(left.found).toEqual([]);
  expect(left.pages[0]?.rows).toEqual([row(9), row(8, "APPROVED")]);
  expect(left.fresh).toEqual([]);
  const back = applyChanges(left.pages, changes(row(8)), true);
  expect([back.lost, back.found]).toEqual([[], ["r8"]]);
  expect(back.pages[0]?.rows).toEqual(pages[0]?.rows);
});

it("however often changes come, no row is there twice and none is lost", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 40 }), (ats) => {
      let list = pages;
      for (const at of ats) {
        const sorted = applyChanges(list, changes(row(at, "CLOSED")), true);
        list = withFresh(withFresh(sorted.pages, sorted.fresh), sorted.fresh);
      }
      const ids = list.flatMap((page) => page.rows.map((r) => r.id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ["r9", "r8", "r7", "r5"]) expect(ids).toContain(id);
      expect(ids).toEqual([...ids].sort((a, b) => Number(b.slice(1)) - Number(a.slice(1))));
    }),
  );
});

it("an empty list takes what is new", () => {
  const empty: readonly RowPage<Row>[] = [{ rows: [], next: null }];
  expect(withFresh(empty, applyChanges(empty, changes(row(1)), true).fresh)[0]?.rows).toEqual([row(1)]);
});
