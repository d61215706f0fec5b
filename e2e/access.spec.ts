/** Accessibility of every page in both themes, and the phone. */
import axe from "axe-core";
import { expect, openLive, paths, test } from "./support.ts";

for (const colorScheme of ["dark", "light"] as const) {
  for (const path of paths) {
    test(`axe finds nothing on ${path} in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openLive(page, path);
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        // The script above defined it; a page has no types for it.
        const runner = (globalThis as unknown as { axe: typeof import("axe-core") }).axe;
        const result = await runner.run(document);
        return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
      });
      expect(violations).toEqual([]);
    });
  }
}

test.describe("a phone of 360 px", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const path of paths) {
    test(`${path} does not scroll sideways and its controls are large enough`, async ({ page }) => {
      await openLive(page, path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      for (const control of await page.locator("nav a:visible, header button:visible").all()) {
        const box = await control.boundingBox();
        expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
      }
    });
  }
});

test("reduced motion removes the flash", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openLive(page);
  const motion = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue("--motion").trim(),
  );
  expect(["0ms", "0s"]).toContain(motion);
});
