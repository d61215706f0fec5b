import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultQuestion, parseQuestion, questionParams } from "@/lib/analysis/question";
import { distanceUnits } from "@/lib/format/excursion";

describe("question in an address", () => {
  it("is read back as it was written, and the default is an empty address", () => {
    expect(questionParams(defaultQuestion).toString()).toBe("");
    fc.assert(
      fc.property(
        fc.record({
          variant: fc.constantFrom("be" as const, "no-be" as const),
          target: fc.option(fc.integer({ min: 1, max: 20 })),
          unit: fc.constantFrom(...distanceUnits),
          split: fc.integer({ min: 10, max: 90 }).map((percent) => percent / 100),
        }),
        (question) => {
          expect(parseQuestion(questionParams(question))).toEqual({ question, unknown: [] });
        },
      ),
    );
  });

  it("names what it does not understand and keeps the default", () => {
    const { question, unknown } = parseQuestion(
      new URLSearchParams("variant=both&target=21&unit=euro&split=5&session=ASIA"),
    );
    expect(question).toEqual(defaultQuestion);
    expect(unknown.map(({ name, value }) => [name, value])).toEqual([
      ["variant", "both"],
      ["target", "21"],
      ["unit", "euro"],
      ["split", "5"],
    ]);
    expect(parseQuestion(new URLSearchParams("target=stop")).question.target).toBeNull();
  });
});
