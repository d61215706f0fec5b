/** Explore over the running market: numbers that agree with the routes, an address that holds everything, marks that open. */

import type { Page } from "@playwright/test";
import { postUntil } from "./alerts.ts";
import { expect, expectNoSideScroll, test, violations } from "./support.ts";

/** Bound of a test that may have to wait for the first trade. */
const firstTradeMs = 300_000;

interface Answer {
  readonly report: {
    readonly counts: { readonly signals: number; readonly trades: number };
    readonly groups: { readonly direction: readonly { readonly key: string }[] };
  };
}

async function answer(page: Page, query = ""): Promise<Answer> {
  return (await page.request.get(`/api/analysis?source=simulated${query}`)).json();
}

/** Opens Explore once the market has made a trade. */
async function openExplore(page: Page, query = ""): Promise<void> {
  const hasTrade = async (): Promise<boolean> => (await answer(page)).report.counts.trades > 0;
  await postUntil(page.request, hasTrade, "the market has made a trade");
  await page.goto(`/mfe${query}`);
  await expect(page.getByTestId("summary-no-be")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-figure="surface"]')).toBeVisible({ timeout: 30_000 });
}

test.describe.configure({ timeout: firstTradeMs + 120_000 });

test("the question stands in the address: it survives a reload and the back button", async ({ page }) => {
  await openExplore(page);
  const variant = page.getByRole("group", { name: "Variant" });
  await variant.getByText("BE", { exact: true }).click();
  // Each step is drawn before the next one is made, as a person would.
  await expect(variant.getByRole("radio", { name: "BE", exact: true })).toBeChecked();
  await expect(page).toHaveURL(/variant=be/);
  await page.getByRole("combobox", { name: /^Target/ }).selectOption("3R");
  await expect(page).toHaveURL(/target=3/);
  await expect(page.getByRole("combobox", { name: /^Target/ })).toHaveValue("3");
  await page.getByRole("group", { name: "Unit of the page" }).getByText("$").click();
  await expect(page).toHaveURL(/variant=be&target=3&unit=usd/);
  await expect(page.locator('[data-figure="equity"]')).toContainText("USD per contract");
  await page.reload();
  await expect(page.getByRole("combobox", { name: /^Target/ })).toHaveValue("3");
  await page.goBack();
  // One step back is the unit alone.
  await expect(page).not.toHaveURL(/unit=/);
  await expect(page.getByRole("combobox", { name: /^Target/ })).toHaveValue("3");
});

test("a mark opens the trades behind it by keys alone, and the export has the page's rows", async ({ page }) => {
  await openExplore(page);
  const groups = page.getByRole("group", { name: "Group by" });
  await groups.getByText("Direction").click();
  const figure = page.locator('[data-figure="direction"]');
  const row = figure.getByRole("row").nth(1);
  await row.getByRole("button").focus();
  await page.keyboard.press("Enter");
  const behind = page.getByTestId("behind");
  await expect(behind).toContainText("Direction:");
  await expect(behind.getByRole("link", { name: /signal-lab|Bull|Bear|NQ|ES|YM|RTY/ }).first()).toBeVisible();
  await expect(behind.getByRole("link", { name: "Open in the Signal Lab" })).toHaveAttribute("href", /direction=/);
  await expect(page).toHaveURL(/mark=group/);
  await page.keyboard.press("Escape");
  await expect(behind).toBeHidden();
  const href = await figure.getByRole("link", { name: /as CSV/ }).getAttribute("href");
  // Once more when a trade came in between the two answers.
  await expect(async () => {
    const csv = (await (await page.request.get(href ?? "")).text()).trimEnd().split("\r\n");
    expect(csv[0]).toContain("By direction");
    expect(csv).toHaveLength(6 + (await answer(page)).report.groups.direction.length);
  }).toPass({ timeout: 20_000 });
});

test("two changes in one tick both stand: in the address and on screen", async ({ page }) => {
  await openExplore(page);
  await page.evaluate(() => {
    const radio = (legend: string, text: string): void => {
      const group = [...document.querySelectorAll("fieldset")].find(
        (one) => one.querySelector("legend")?.textContent === legend,
      );
      const label = [...(group?.querySelectorAll("label") ?? [])].find((one) => one.textContent?.trim() === text);
      label?.click();
    };
    radio("Variant", "BE");
    radio("Unit of the page", "Ticks");
  });
  await expect(page).toHaveURL(/variant=be&unit=ticks/);
  const variant = page.getByRole("group", { name: "Variant" });
  const unit = page.getByRole("group", { name: "Unit of the page" });
  await expect(variant.getByRole("radio", { name: "BE", exact: true })).toBeChecked();
  await expect(unit.getByRole("radio", { name: "Ticks" })).toBeChecked();
  await page.goBack();
  // Each of the two was a step of its own.
  await expect(unit.getByRole("radio", { name: "R", exact: true })).toBeChecked();
  await expect(variant.getByRole("radio", { name: "BE", exact: true })).toBeChecked();
});

test("dragging over the plane opens the trades of that rectangle", async ({ page }) => {
  await openExplore(page);
  const plane = page.locator('[data-figure="scatter"] canvas');
  await plane.scrollIntoViewIfNeeded();
  const box = await plane.boundingBox();
  if (box === null) throw new Error("the plane has no place on the page");
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(box.x + box.width - 2, box.y + box.height - 2, { steps: 4 });
  await page.mouse.up();
  const behind = page.getByTestId("behind");
  await expect(behind).toContainText("MAE");
  await expect(page).toHaveURL(/mark=plane/);
  const mark = new URL(page.url()).searchParams.get("mark") ?? "";
  const { total } = await (
    await page.request.get(`/api/analysis/trades?source=simulated&mark=${encodeURIComponent(mark)}`)
  ).json();
  expect(total).toBeGreaterThan(0);
});

test("every chart is a table at a press", async ({ page }) => {
  await openExplore(page);
  const figure = page.locator('[data-figure="hit-rate"]');
  // Without a closed trade there is no curve yet, and the figure says so.
  if ((await figure.getByText("No data").count()) > 0) return;
  await figure.getByRole("button", { name: "Hit rate as a table" }).click();
  await expect(figure.getByRole("row")).toHaveCount(21);
  await figure.getByRole("button", { name: "2", exact: true }).click();
  await expect(page.getByTestId("behind")).toContainText("MFE reached 2R");
});

test("what the address does not mean is named, and another source is shown apart", async ({ page }) => {
  await page.goto("/mfe?session=MOON&target=99&source=live");
  await expect(page.getByText("Ignored in the address")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("session=MOON")).toBeVisible();
  await expect(page.getByText("target=99")).toBeVisible();
  await expect(page.getByText(/No live signal yet|No signal matches/)).toBeVisible();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`axe finds nothing on Explore with a list open in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openExplore(page, "?mark=all");
    await expect(page.getByTestId("behind")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test.describe("a phone of 360 px", () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });

  test("Explore does not scroll sideways", async ({ page }) => {
    await openExplore(page);
    await expectNoSideScroll(page);
  });
});
