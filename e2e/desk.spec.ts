/** The Desk: choosing a contract and a timeframe, what stands in the address, keys, what people are told. */
import type { APIRequestContext } from "@playwright/test";
import { expect, openLive, test } from "./support.ts";

/** The simulated market moves on within a few minutes of its start. */
const marketMs = 180_000;

/** Names of what has happened that makes a toast unless somebody has changed it. */
async function toldSteps(request: APIRequestContext): Promise<readonly string[]> {
  const { steps } = (await (await request.get("/api/steps?source=simulated")).json()) as {
    steps: readonly { signalId: string; seq: number; type: string; leg: string | null }[];
  };
  return steps
    .filter(({ type, leg }) => !["SIGNAL_REJECTED", "FLAGGED"].includes(type) && leg !== "be")
    .map(({ signalId, seq }) => `${signalId}#${seq}`);
}

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

test("sound is muted in the frame by key and button, kinds and the distance from a stop are a choice that lasts", async ({
  page,
}) => {
  await openLive(page);
  const mute = page.getByRole("button", { name: "Mute", exact: true });
  const openSettings = async (): Promise<void> => {
    await page.getByRole("button", { name: /^Alerts/ }).click();
    await page.getByText("What to tell").click();
  };
  await expect(mute).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("m");
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await mute.click();
  await expect(mute).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("m");

  await openSettings();
  const stopSound = page.getByRole("checkbox", { name: "Stopped out: sound" });
  const near = page.getByLabel("Near a stop is within");
  await expect(stopSound).toBeChecked();
  await stopSound.uncheck();
  await expect(near).toHaveValue("0.2");
  await near.fill("0.35");
  await page.getByLabel("Unit of the distance from a stop").selectOption("ticks");
  await near.fill("0");
  await near.fill("12");

  await page.reload();
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await openSettings();
  await expect(stopSound).not.toBeChecked();
  await expect(near).toHaveValue("12");
  await page.getByLabel("Unit of the distance from a stop").selectOption("R");
  await expect(near).toHaveValue("0.35");
});

test("what happened while nobody looked is counted and marked in the log, once", async ({ page }) => {
  test.setTimeout(300_000);
  const history = page.waitForResponse((response) => response.url().includes("/api/steps"));
  await openLive(page);
  await (await history).finished();
  const bell = page.getByRole("button", { name: /^Alerts/ });
  await expect(bell).toBeVisible();
  await page.goto("about:blank");
  const before = new Set(await toldSteps(page.request));
  const fresh = async (): Promise<number> => (await toldSteps(page.request)).filter((key) => !before.has(key)).length;
  await expect.poll(fresh, { timeout: marketMs, message: "the simulated market moves on" }).toBeGreaterThan(0);

  await page.goto("/");
  await expect(bell).toHaveAccessibleName(/Alerts, \d+ missed/, { timeout: 30_000 });
  await bell.click();
  await expect(page.getByText("missed", { exact: true }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bell).toHaveAccessibleName("Alerts");
});
