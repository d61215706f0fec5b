import fc from "fast-check";
import { expect, it } from "vitest";
import { type Flash, flashGapMs, flashMs, nextFlash, noFlash } from "@/components/ticker/flash";

/** Runs price changes and returns when a colour began or changed. */
function starts(changes: readonly { readonly after: number; readonly direction: 1 | -1 }[]): number[] {
  let now = 0;
  let flash: Flash = noFlash;
  const began: number[] = [];
  for (const { after, direction } of changes) {
    now += after;
    if (now >= flash.endsAt) flash = { ...flash, colour: null };
    const next = nextFlash(flash, direction, now);
    if (next.colour !== null && next.startedAt !== flash.startedAt) began.push(now);
    flash = next;
  }
  return began;
}

it("never starts more than three times in any second", () => {
  const change = fc.record({
    after: fc.integer({ min: 1, max: 500 }),
    direction: fc.constantFrom(1 as const, -1 as const),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const began = starts(changes);
      for (const [index, at] of began.entries()) {
        expect((began[index + 1] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(flashGapMs);
      }
    }),
  );
});

it("holds for at most 400 ms after the last change", () => {
  const flash = nextFlash(noFlash, 1, 1000);
  expect(flash).toEqual({ colour: "up", startedAt: 1000, endsAt: 1000 + flashMs });
  expect(flashMs).toBeLessThanOrEqual(400);
});

it("in a fast market the colour holds instead of flickering", () => {
  const first = nextFlash(noFlash, 1, 1000);
  const second = nextFlash(first, -1, 1050);
  expect(second).toMatchObject({ colour: "up", startedAt: 1000, endsAt: 1050 + flashMs });
});
