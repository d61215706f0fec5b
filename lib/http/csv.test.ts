import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvCell, csvLine } from "@/lib/http/csv";

describe("CSV", () => {
  it.each([
    ["=1+1", '"\'=1+1"'],
    ["+1", '"\'+1"'],
    ["-1", '"\'-1"'],
    ["@SUM(A1)", '"\'@SUM(A1)"'],
    ["\t=1", '"\'\t=1"'],
    ["\r=1", '"\'\r=1"'],
    ["  =1", '"\'  =1"'],
    ["\0=1", '"\'=1"'],
    ['say "hi"', '"say ""hi"""'],
    ["a,b", '"a,b"'],
    ["plain", "plain"],
  ])("%j is written as %s", (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });

  it("keeps numbers numbers", () => {
    expect(csvLine([-1.5, null, true])).toBe("-1.5,,true\r\n");
  });

  it("no text ever begins with a sign that calculates", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = csvCell(text).replace(/^"/, "");
        expect(shown).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
