/** Accessibility of every page in both themes, and the phone. */

import { newcomer } from "./people.ts";
import { expect, expectNoSideScroll, openLive, paths, test, violations } from "./support.ts";

for (const colorScheme of ["dark", "light"] as const) {
  for (const path of paths) {
    test(`axe finds nothing on ${path} in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openLive(page, path);
      expect(await violations(page)).toEqual([]);
    });
  }

  for (const role of ["trader", "analyst"] as const) {
    test(`axe finds nothing on any page as ${role} in ${colorScheme}`, async ({ page: own, browser }) => {
      const { context, page } = await newcomer(browser, own.request, role);
      await page.emulateMedia({ colorScheme });
      // Pages of admins answer with what they say to others.
      for (const path of paths) {
        await page.goto(path);
        await expect(page.getByTestId("feed-badge")).toBeVisible();
        expect([path, await violations(page)]).toEqual([path, []]);
      }
      await context.close();
    });
  }
}

test.describe("a phone of 360 px", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const path of paths) {
    test(`${path} does not scroll sideways and its controls are large enough`, async ({ page }) => {
      await openLive(page, path);
      await expectNoSideScroll(page);
      // Nothing inside scrolls sideways either, but the strip and rows of tabs, which are made for it.
      const wide = await page
        .locator("main *")
        .evaluateAll((all) =>
          all
            .filter(
              (one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX),
            )
            .map((one) => one.outerHTML.slice(0, 120)),
        );
      if (path.startsWith("/admin")) expect(wide).toEqual([]);
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
