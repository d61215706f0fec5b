/** The Desk: choosing a contract and a timeframe, what stands in the address, keys. */
import { expect, openLive, test } from "./support.ts";

test("a click on a ticker charts that contract, and the address says so", async ({ page }) => {
  await openLive(page);
  const es = page.getByTestId(/^ticker-ES/);
  await es.click();
  await expect(page).toHaveURL(/contract=ES/);
  await expect(es).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("heading", { level: 2, name: /^ES/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 2, name: /^ES/ })).toBeVisible();
});

test("timeframes come from the JSON API and survive a reload", async ({ page }) => {
  await openLive(page);
  const history = page.waitForResponse((response) => response.url().includes("timeframe=5m"));
  await page.getByText("5m", { exact: true }).click();
  expect((await history).status()).toBe(200);
  await expect(page).toHaveURL(/tf=5m/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "5m", exact: true })).toBeChecked();
});

test("the chart draws candles", async ({ page }) => {
  await openLive(page);
  await expect(page.getByTestId("chart").locator("canvas").first()).toBeVisible();
  const candles = await page.request.get("/api/candles?symbol=NQ1!&timeframe=1m");
  expect(candles.status()).toBe(200);
});

test("the card of a ticker opens with focus and names expiry, session, latencies", async ({ page }) => {
  await openLive(page);
  await page.keyboard.press("Tab");
  await page.getByTestId(/^ticker-NQ/).focus();
  const card = page.getByRole("tooltip");
  await expect(card).toContainText("days left");
  for (const label of ["Session open", "High", "Low", "Volume", "Spread", "Exchange → worker"]) {
    await expect(card).toContainText(label);
  }
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
});

test("keys: help, palette and jumps", async ({ page }) => {
  await openLive(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/mfe$/);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find a command" }).fill("light");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});

test("settings last over a reload and apply before the first paint", async ({ page }) => {
  await openLive(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("Blue / orange").click();
  await page.getByText("Comfortable").click();
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-pair", "blue-orange");
  await expect(page.locator("html")).toHaveAttribute("data-density", "comfortable");
});
