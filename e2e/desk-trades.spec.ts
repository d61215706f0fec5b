/** The Desk's trades: one choice everywhere, the ladder in words, what people are told of, mute, and what they missed. */
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { postConfirmedAlert, postUntil } from "./alerts.ts";
import { expect, openLive, test } from "./support.ts";

/** An open trade on the board may have to be waited for; a bound, not a pause. */
const tradeMs = 360_000;

/** The first open trade of ES on the board: its stop lies far from the market, and its prices have two decimals. */
async function firstTrade(page: Page): Promise<Locator> {
  const row = page.locator('[data-trade^="ES"]').first();
  // The board draws what is near its view, and a trade far from its next event stands last.
  const look = async (): Promise<boolean> => {
    await page.locator("[data-trade]").evaluateAll((drawn) => drawn.at(-1)?.scrollIntoView());
    return row.isVisible();
  };
  await postUntil(page.request, look, "a trade of ES is open");
  return row;
}

/** Names of what has happened that makes a toast unless somebody has changed it. */
async function toldSteps(request: APIRequestContext): Promise<readonly string[]> {
  const { steps } = (await (await request.get("/api/steps?source=simulated")).json()) as {
    steps: readonly { signalId: string; seq: number; type: string; leg: string | null }[];
  };
  return steps
    .filter(({ type, leg }) => !["SIGNAL_REJECTED", "FLAGGED"].includes(type) && leg !== "be")
    .map(({ signalId, seq }) => `${signalId}#${seq}`);
}

test("a chosen trade is chosen on the board, on the chart and in the address, also after a reload; keys move it", async ({
  page,
}) => {
  test.setTimeout(tradeMs + 120_000);
  await openLive(page);
  const row = await firstTrade(page);
  const id = await row.getAttribute("data-trade");
  expect(id).toBeTruthy();
  const own = page.locator(`[data-trade="${id}"]`);
  const ticker = id?.split(".")[0] ?? "";
  await own.click();
  await expect(own).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => new URL(page.url()).searchParams.get("trade")).toBe(id);
  const chart = page.getByRole("region", { name: `Chart of ${ticker}` });
  await expect(chart.getByTestId("chart-lines")).toContainText(/entry(, BE stop)? \d+\.\d\d/);
  await expect(chart.getByTestId("chart-lines")).toContainText(/stop \d+\.\d\d/);

  await page.reload();
  const chosen = page.locator("[data-trade][aria-pressed=true]");
  await expect(chosen).toHaveCount(1, { timeout: 30_000 });
  await expect(chosen).toHaveAttribute("data-trade", id ?? "");
  await expect(chart.getByTestId("chart-lines")).toContainText("entry");

  await chosen.press("Escape");
  await expect(chosen).toHaveCount(0);
  await expect(page).not.toHaveURL(/trade=/);
  await expect(chart.getByTestId("chart-lines")).toHaveCount(0);
  await page.keyboard.press("j");
  await expect(chosen).toHaveCount(1);
  await expect(page).toHaveURL(/trade=/);
});

test("the board fits a window of 1024 px: what comes next and how far away it is can be read", async ({ page }) => {
  test.setTimeout(tradeMs + 120_000);
  await page.setViewportSize({ width: 1024, height: 768 });
  for (const path of ["/", "/mfe"]) {
    await openLive(page, path);
    const row = await firstTrade(page);
    const points = row.locator("[data-cell=nextPoints]");
    await expect(points).toHaveText(/^\d/);
    const box = await points.boundingBox();
    expect((box?.x ?? 1024) + (box?.width ?? 0)).toBeLessThanOrEqual(1024);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  }
});

test("the ladder says in words what it draws, and a row names what is nearest", async ({ page }) => {
  test.setTimeout(tradeMs + 120_000);
  await openLive(page);
  const row = await firstTrade(page);
  await expect(row.getByTestId("r-ladder")).toHaveAttribute(
    "aria-label",
    /^R ladder: now [+−]?\d+\.\d\dR, best \+?\d+\.\d\dR.*, worst −?\d+\.\d\dR, break-even/,
  );
  await expect(row.locator("[data-cell=nextTicks]")).toHaveText(/^\d+ ticks?$/);
  await expect(row.locator("[data-cell=now]")).toHaveText(/R$/);
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
  test.setTimeout(tradeMs + 120_000);
  const history = page.waitForResponse((response) => response.url().includes("/api/steps"));
  await openLive(page);
  await (await history).finished();
  const bell = page.getByRole("button", { name: /^Alerts/ });
  await expect(bell).toBeVisible();
  await page.goto("about:blank");
  const before = new Set(await toldSteps(page.request));
  const fresh = async (): Promise<number> => (await toldSteps(page.request)).filter((key) => !before.has(key)).length;
  await postConfirmedAlert(page.request, 40);
  await expect.poll(fresh, { timeout: 60_000, message: "the alert is confirmed" }).toBeGreaterThan(0);

  await page.goto("/");
  await expect(bell).toHaveAccessibleName(/Alerts, \d+ missed/, { timeout: 30_000 });
  await bell.click();
  await expect(page.getByText("missed", { exact: true }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bell).toHaveAccessibleName("Alerts");
});
