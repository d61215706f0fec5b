/** The entry page and the trade page: a signal's life watched without a reload, every check explained, axe, phone, one sheet. */
import type { Page } from "@playwright/test";
import { postUntil } from "./alerts.ts";
import { newcomer } from "./people.ts";
import { expect, expectNoSideScroll, openLive, test, violations } from "./support.ts";

interface Signal {
  readonly id: string;
  readonly status: string;
  readonly trade: { readonly closedAt: number | null; readonly beTriggeredAt: number | null } | null;
}

/** Newest signals first. */
async function signals(page: Page): Promise<readonly Signal[]> {
  const answer = await page.request.get("/api/signals?limit=100");
  return ((await answer.json()) as { signals: readonly Signal[] }).signals;
}

/** The first signal that fits; alerts are posted until there is one. */
async function signalWith(page: Page, fits: (signal: Signal) => boolean): Promise<string> {
  let found: Signal | undefined;
  const look = async (): Promise<boolean> => {
    found = (await signals(page)).find(fits);
    return found !== undefined;
  };
  await postUntil(page.request, look, "a signal that fits");
  return found?.id ?? "";
}

const withTrade = (signal: Signal): boolean => signal.trade !== null;
/** A stop of ES lies far from the market: such a trade stays open for as long as a test looks at it. */
const isOpenEs = ({ id, status, trade }: Signal): boolean =>
  id.startsWith("ES") && status === "ACTIVE" && trade?.closedAt === null;

test("an entry explains itself: sentence, every check, the candles, the scenario, the trades that decided", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await openLive(page);
  const id = await signalWith(page, withTrade);
  await page.goto(`/signal-lab/${encodeURIComponent(id)}`);
  await expect(page.getByTestId("entry-story")).toContainText(/confirmed after \d+ bars? by the close/);
  await expect(page.getByTestId("entry").getByText("simulated", { exact: true }).first()).toBeVisible();
  const decision = page.getByTestId("decision");
  for (const check of [
    "Bias",
    "Market open",
    "Session",
    "Price still near",
    "Higher timeframes",
    "Signal candle",
    "Confirmation",
    "Stop",
  ]) {
    await expect(decision.getByText(check, { exact: true })).toBeVisible();
  }
  await expect(page.getByTestId("decision-chart").locator("canvas").first()).toBeVisible();
  await expect(page.getByTestId("walk").getByText(/^yes: /)).toBeVisible();
  await expect(page.getByTestId("ticks").locator("[aria-current=true]")).toContainText("Entry");
  await page.getByText("The same as a table").click();
  await expect(page.getByRole("row", { name: /signal candle/ })).toBeVisible();
  await expect(page.getByTestId("events").getByText("Entry", { exact: true })).toBeVisible();
});

test("an open trade moves on its page; break-even or the stop arrives there by itself", async ({ page }) => {
  test.setTimeout(600_000);
  await openLive(page);
  const id = await signalWith(page, isOpenEs);
  await page.goto(`/mfe/${encodeURIComponent(id)}`);
  await page.evaluate(() => Reflect.set(globalThis, "stayed", true));
  const now = page.getByText("Now", { exact: true }).locator("..").locator("dd").first();
  await page.getByText("Ticks", { exact: true }).click();
  const shown = await now.textContent();
  await expect(now).not.toHaveText(shown ?? "", { timeout: 30_000 });
  await expect(page.getByTestId("touches")).toContainText("Entry");
  expect(await page.evaluate(() => Reflect.get(globalThis, "stayed"))).toBe(true);
});

test("one unit for the whole page, kept for the next one", async ({ page }) => {
  test.setTimeout(300_000);
  await openLive(page);
  const id = await signalWith(page, withTrade);
  await page.goto(`/mfe/${encodeURIComponent(id)}`);
  const mae = page.getByText("MAE", { exact: true }).first().locator("..").locator("dd").first();
  await expect(mae).toContainText("R");
  await page.getByText("$", { exact: true }).click();
  await expect(mae).toContainText("$");
  await page.reload();
  await expect(mae).toContainText("$");
});

test("j and k walk the list; b goes back to it", async ({ page }) => {
  await openLive(page);
  await signalWith(page, withTrade);
  await postUntil(page.request, async () => (await signals(page)).length > 1, "two signals");
  // Once more when the market has put a signal between the two meanwhile.
  await expect(async () => {
    const [newest, second] = await signals(page);
    await page.goto(`/signal-lab/${encodeURIComponent(newest?.id ?? "")}`);
    await expect(page.getByRole("link", { name: "Next entry (j)" })).toBeVisible();
    await page.keyboard.press("j");
    await expect(page).toHaveURL(new RegExp(encodeURIComponent(second?.id ?? "none").replaceAll(".", "\\.")));
  }).toPass({ timeout: 45_000 });
  await expect(page.getByTestId("entry-story")).toBeVisible();
  await page.keyboard.press("b");
  await expect(page).toHaveURL(/\/signal-lab$/);
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`axe finds nothing on entry and trade page in ${colorScheme}`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.emulateMedia({ colorScheme });
    await openLive(page);
    const id = encodeURIComponent(await signalWith(page, withTrade));
    for (const path of [`/signal-lab/${id}`, `/mfe/${id}`]) {
      await page.goto(path);
      await expect(page.getByTestId("entry-story")).toBeVisible();
      await expect(page.getByTestId("touches")).toBeVisible();
      expect(await violations(page)).toEqual([]);
    }
  });
}

test("a phone of 360 px does not scroll sideways", async ({ browser, page }) => {
  test.setTimeout(300_000);
  await openLive(page);
  const id = encodeURIComponent(await signalWith(page, withTrade));
  const phone = await browser.newContext({
    ...{ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true },
    storageState: await page.context().storageState(),
    baseURL: new URL(page.url()).origin,
  });
  const small = await phone.newPage();
  for (const path of [`/signal-lab/${id}`, `/mfe/${id}`]) {
    await small.goto(path);
    await expect(small.getByTestId("touches")).toBeVisible();
    await expectNoSideScroll(small);
  }
  // What a trade reached on another day than its entry names the day, and is longer by it.
  await small.route("**/api/signals/*/evidence", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as {
      record: { trade: { entryAt: number; beTriggeredAt: number | null; lastAt: number } };
    };
    body.record.trade.beTriggeredAt = body.record.trade.entryAt + 86_400_000;
    body.record.trade.lastAt += 86_400_000;
    await route.fulfill({ response: answer, json: body });
  });
  await small.reload();
  await expect(small.getByTestId("touches")).toContainText(/[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} ?\d\d:\d\d/);
  await expectNoSideScroll(small);
  await phone.close();
});

test("the trade page prints on one sheet of A4", async ({ page }) => {
  test.setTimeout(300_000);
  await openLive(page);
  const id = await signalWith(page, withTrade);
  await page.goto(`/mfe/${encodeURIComponent(id)}`);
  await expect(page.getByTestId("touches")).toBeVisible();
  await expect(page.getByTestId("decision-chart").locator("canvas").first()).toBeVisible();
  const theme = await page.locator("html").getAttribute("data-theme");
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  // The screen has its own theme back.
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme ?? "");
});

test("a trader sees the decision but not the alert", async ({ browser, page }) => {
  test.setTimeout(300_000);
  await openLive(page);
  const id = encodeURIComponent(await signalWith(page, withTrade));
  const trader = await newcomer(browser, page.request, "trader");
  await trader.page.goto(`/signal-lab/${id}`);
  await expect(trader.page.getByTestId("decision")).toBeVisible();
  await expect(trader.page.getByText("shown to analysts and admins")).toBeVisible();
  expect(await trader.page.content()).not.toContain("SIGNAL_CREATED");
  await trader.context.close();
});

test.describe("an unknown id", () => {
  test.use({ refusals: [404] });

  test("says so under a heading and leads back", async ({ page }) => {
    await openLive(page, "/signal-lab/NQZ6.none");
    expect((await page.request.get("/api/signals/NQZ6.none/evidence")).status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Unknown signal" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: "All signals" }).click();
    await expect(page).toHaveURL(/\/signal-lab$/);
  });
});
