import { expect, it } from "vitest";
import { changesOf } from "@/components/people/changes";

it.each([
  [{ role: "trader", name: "Ada" }, { role: "admin", name: "Ada" }, [["role", "trader", "admin"]]],
  [{ date: null }, { date: "2026-12-18" }, [["date", "none", "2026-12-18"]]],
  [
    null,
    { role: "trader", rights: ["a"] },
    [
      ["role", null, "trader"],
      ["rights", null, '["a"]'],
    ],
  ],
  [{ at: 1 }, null, [["at", "1", null]]],
  [{ at: 1 }, {}, [["at", "1", null]]],
  ["a", "b", [["value", "a", "b"]]],
  [null, null, []],
  [JSON.parse('{"__proto__":1}'), null, [["__proto__", "1", null]]],
])("%j, then %j", (before, after, expected) => {
  expect(changesOf(before, after).map((change) => [change.name, change.before, change.after])).toEqual(expected);
});
