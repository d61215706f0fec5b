import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRODUCTS } from "@/lib/market/contract";
import { normaliseSymbol } from "@/lib/market/symbol";

const refDate = "2026-11-22";
const read = (text: string) => normaliseSymbol(text, { refDate });

describe("spellings of massive-futures-api 5.2", () => {
  test.each([
    ["X:NQZ23", "NQ", "2023-12", true],
    ["NQZ23", "NQ", "2023-12", true],
    ["NQZ3", "NQ", "2023-12", true],
    ["NQZ2023", "NQ", "2023-12", true],
    ["/NQZ23", "NQ", "2023-12", true],
    ["CME_MINI:NQZ2025", "NQ", "2025-12", true],
    ["@NQZ25", "NQ", "2025-12", true],
    ["NQZ6", "NQ", "2026-12", false],
    [" mnqz2026 ", "MNQ", "2026-12", false],
    ["M2KM6", "M2K", "2026-06", true],
    ["MESM7", "MES", "2027-06", false],
    ["ESH1", "ES", "2031-03", false],
    ["ESZ2", "ES", "2022-12", true],
  ])("%s is the contract %s %s, expired: %s", (text, root, month, expired) => {
    expect(read(text)).toMatchObject({ ok: true, kind: "dated", root, month, expired });
  });

  test.each([
    ["NQ", "NQ", 1],
    ["/NQ", "NQ", 1],
    ["NQ1!", "NQ", 1],
    ["NQ2!", "NQ", 2],
    ["CME_MINI:NQ1!", "NQ", 1],
    ["CBOT_MINI:YM1!", "YM", 1],
    ["@NQ#", "NQ", 1],
    ["NQ=F", "NQ", 1],
    ["NQ.c.0", "NQ", 1],
    ["GLBX.MDP3:NQ", "NQ", 1],
    ["NQ.v.1", "NQ", 2],
    ["cme_mini:mnq1!", "MNQ", 1],
  ])("%s is continuous %s rank %s", (text, root, rank) => {
    expect(read(text)).toMatchObject({ ok: true, kind: "continuous", root, rank });
  });

  test("the prefix is kept as a hint", () => {
    expect(read("CBOT_MINI:YM1!")).toMatchObject({ hint: "CBOT_MINI" });
    expect(read("NQ1!")).not.toHaveProperty("hint");
  });

  test.each([
    ["", /got nothing/],
    ["NQH7-NQM7", /spread/],
    ["KE:BF H7-K7-N7", /spread/],
    ["X:BTC:USD", /spread or a list/],
    ["NQF6", /NQ lists the months H, M, U, Z, got F/],
    ["NQZ123", /year of 1, 2 or 4 digits/],
    ["NQ3!", /1! \(front\) or 2! \(next\)/],
    ["GCZ6", /expected a root out of NQ, ES/],
    ["NQX", /expected a root/],
    ["x".repeat(100), /at most 40 characters, got 100/],
  ])("%s is refused and the message says why", (text, message) => {
    const result = read(text);
    expect(result.ok).toBe(false);
    expect(result).toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe("configured roots", () => {
  const roots = [...PRODUCTS, { root: "GC", months: "GJMQVZ", expiry: "month-end" as const }];

  test("a further root lists its own months", () => {
    expect(normaliseSymbol("COMEX:GCZ3", { refDate: "2013-10-07", roots })).toMatchObject({
      root: "GC",
      month: "2013-12",
      expired: false,
    });
    expect(normaliseSymbol("GCH4", { refDate: "2013-10-07", roots })).toMatchObject({ ok: false });
  });
});

describe("invariants", () => {
  test("any text gives an answer, and a refusal has a message", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const result = read(text);
        if (!result.ok) expect(result.message.length).toBeGreaterThan(10);
      }),
    );
  });

  test("1-, 2- and 4-digit years within the window agree", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PRODUCTS),
        fc.constantFrom("H", "M", "U", "Z"),
        fc.integer({ min: 2022, max: 2031 }),
        (product, letter, year) => {
          const four = read(`${product.root}${letter}${year}`);
          expect(four.ok).toBe(true);
          expect(read(`${product.root}${letter}${year % 100}`)).toEqual(four);
          expect(read(`${product.root}${letter}${year % 10}`)).toEqual(four);
        },
      ),
    );
  });
});
