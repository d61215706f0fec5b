import { expect, it } from "vitest";
import { isSelected, nothingSelected, selectedCount, toggled, withRange } from "@/components/lab/selection";

const loaded = ["a", "b", "c", "d"];

it("marks, unmarks and counts", () => {
  const one = toggled(nothingSelected, "b", loaded);
  expect(isSelected(one, "b")).toBe(true);
  expect(selectedCount(one, 100)).toBe(1);
  expect(selectedCount(toggled(one, "b", loaded), 100)).toBe(0);
});

it("marks a range in either direction and keeps what was marked", () => {
  const range = withRange(toggled(nothingSelected, "a", loaded), "d", "c", loaded);
  expect(range).toEqual({ kind: "rows", ids: new Set(["a", "c", "d"]) });
  expect(withRange(range, "a", "gone", loaded)).toBe(range);
});

it("everything of the filter counts what the server found, and one taken out leaves the loaded others", () => {
  expect(selectedCount({ kind: "filter" }, 100)).toBe(100);
  expect(toggled({ kind: "filter" }, "b", loaded)).toEqual({ kind: "rows", ids: new Set(["a", "c", "d"]) });
});
