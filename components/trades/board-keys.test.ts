import { expect, it } from "vitest";
import { indexAfter } from "@/components/trades/use-board-keys";

it.each([
  ["ArrowDown", -1, 3, 0],
  ["ArrowDown", 2, 3, 2],
  ["ArrowUp", -1, 3, 0],
  ["ArrowUp", 2, 3, 1],
  ["End", 0, 3, 2],
  ["Home", 2, 3, 0],
  ["x", 0, 3, null],
  ["ArrowDown", -1, 0, null],
])("%s from %d of %d leads to %s", (key, index, count, next) => expect(indexAfter(key, index, count)).toBe(next));
