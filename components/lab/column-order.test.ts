import { expect, it } from "vitest";
import { moved, turned } from "@/components/lab/column-order";

const all = ["time", "status", "entry", "mfe"];

it("moves a column one place and stays at the edges", () => {
  expect(moved(all, "entry", -1)).toEqual(["time", "entry", "status", "mfe"]);
  expect(moved(all, "time", -1)).toBe(all);
  expect(moved(all, "mfe", 1)).toBe(all);
  expect(moved(all, "nothing", 1)).toBe(all);
});

it("hides a column, brings it back to its place, never hides the last", () => {
  expect(turned(all, "entry", all)).toEqual(["time", "status", "mfe"]);
  expect(turned(["time", "mfe"], "entry", all)).toEqual(["time", "entry", "mfe"]);
  expect(turned(["mfe", "time"], "status", all)).toEqual(["mfe", "time", "status"]);
  expect(turned(["mfe"], "mfe", all)).toEqual(["mfe"]);
});
