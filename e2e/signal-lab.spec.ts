/** The Signal Lab's list in a real browser: its address, its keys, its live rows, views, groups, export, marks; phone and axe. */
import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { postUntil } from "./alerts.ts";
import { appUrl, dataDir } from "./people.ts";
import { expect, openLive, test, violations } from "./support.ts";

interface Row {
  readonly id: string;
  readonly reviewVersion: number;
}

const rows = (page: Page) => page.locator("[data-testid=lab-list] tr[data-id]");
const idsOf = (page: Page): Promise<readonly string[]> =>
  rows(page).evaluateAll((elements) => elements.map((element) => element.getAttribute("data-id") ?? ""));
const current = (page: Page) => page.locator("tr[aria-current=true]");

/** The list as the route gives it. */
async function listed(page: Page, query: string): Promise<readonly Row[]> {
  const answer = await page.request.get(`/api/lab?${query}&limit=500`);
  return ((await answer.json()) as { rows: readonly Row[] }).rows;
}

/** Enough rows to look at, in both directions. */
async function openLab(page: Page, query = "", count = 5): Promise<void> {
  await openLive(page, `/signal-lab${query}`);
  const enough = async (): Promise<boolean> => {
    const directions = (await listed(page, "source=simulated")).map((row) => row.id.split("_").at(-1));
    return directions.length >= count && new Set(directions).size === 2;
  };
  await postUntil(page.request, enough, `${count} signals`);
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 });
}

/**
 * One more alert, as TradingView would post it; whatever the rules make of it, it becomes a row. The simulated indicator may
 * have told of the newest candle itself: then the one before it is taken.
 * @returns whether an entry of the list is the posted signal
 */
async function postAlert(page: Page, bias: "Bullish" | "Bearish"): Promise<(id: string) => boolean> {
  const token = fs.readFileSync(path.join(dataDir, "simulator-webhook-token"), "utf8").trim();
  const { prices } = (await (await page.request.get("/api/prices")).json()) as { prices: Record<string, unknown>[] };
  const minute = Number(prices.map((price) => price["lastAt"] ?? price["at"]).find((at) => typeof at === "number"));
  let openAt = minute - (minute % 60_000);
  let outcome = "duplicate";
  let message = "";
  while (outcome === "duplicate") {
    openAt -= 60_000;
    const answer = await page.request.post(`${appUrl}/api/webhooks/tradingview/${token}`, {
      headers: { "content-type": "text/plain" },
      data: `SIGNAL:${bias}:25000.00:70::FVG:${openAt}`,
    });
    ({ outcome, message } = (await answer.json()) as { outcome: string; message: string });
  }
  expect(outcome).toBe("accepted");
  const tradeId = /^Signal (\S+) goes to the engine of NQ/.exec(message)?.[1] ?? "";
  expect(tradeId).not.toBe("");
  return (id) => id.startsWith("NQ") && id.endsWith(tradeId);
}

test("filters stand in the address: reload and the back button bring them back", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page);
  await page.keyboard.press("f");
  await page.getByRole("dialog", { name: "Filter" }).getByText("Bullish").click();
  await expect(page).toHaveURL(/direction=bullish/);
  await page.keyboard.press("Escape");
  const chip = page.getByRole("list", { name: "Active filters" });
  await expect(chip).toContainText("Direction Bullish");
  await expect(rows(page).getByText("Bearish")).toHaveCount(0);
  await page.keyboard.press("/");
  await page.keyboard.type("NQ");
  await expect(page).toHaveURL(/text=NQ/);
  await page.reload();
  await expect(chip).toContainText("Direction Bullish");
  await expect(page.getByRole("searchbox", { name: "Search signals" })).toHaveValue("NQ");
  await page.goBack();
  await expect(page).not.toHaveURL(/direction/);
  await expect(rows(page).getByText("Bearish").first()).toBeVisible();
});

test("unknown names and values are named and ignored", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?status=finished&colour=red&sort=luck&columns=status,secret");
  const line = page.getByRole("status").filter({ hasText: "Ignored in the address" });
  for (const part of ["status=finished", "colour=red", "sort=luck", "columns=secret"])
    await expect(line).toContainText(part);
  await expect(rows(page).first()).toBeVisible();
  await line.getByRole("button", { name: "Dismiss" }).click();
  await expect(line).toHaveCount(0);
  await expect(page).not.toHaveURL(/finished/);
});

test("a view is saved, changed, overwritten, opened by default and deleted", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?direction=bearish");
  const menu = page.getByRole("dialog", { name: "Saved views" });
  await page.keyboard.press("v");
  await menu.getByLabel("Save what is shown as").fill("Short side");
  await menu.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/view=\d+/);
  await page.keyboard.press("Escape");
  await page.getByLabel("Group by").selectOption("session");
  const button = page.locator("button[popovertarget]").filter({ hasText: "Short side" });
  await expect(button).toContainText("changed");
  await button.click();
  await menu.getByRole("button", { name: "Overwrite Short side with what is shown" }).click();
  await expect(button).toBeVisible();
  await expect(button).not.toContainText("changed");
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/api/lab/views/default") && answer.ok());
  await menu.getByRole("button", { name: "Open Short side by default" }).click();
  await kept;
  await page.goto("/signal-lab");
  await expect(page).toHaveURL(/direction=bearish/);
  await expect(page).toHaveURL(/group=session/);
  await button.click();
  await menu.getByRole("button", { name: "Delete Short side" }).click();
  await expect(menu).toContainText("Short side deleted.");
  await menu.getByRole("button", { name: "Undo" }).click();
  await expect(menu.getByRole("button", { name: "Short side", exact: true })).toBeVisible();
  await menu.getByRole("button", { name: "Delete Short side" }).click();
  await expect(menu).toContainText("Short side deleted.");
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
  await expect(page).toHaveURL(/view=all/);
});

test("groups have subtotals and hold the rows they say", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?group=direction");
  // Once more when a signal came in between the answer and the look.
  await expect(async () => {
    const { groups } = (await (await page.request.get("/api/lab/groups?source=simulated&group=direction")).json()) as {
      groups: { group: string; n: number }[];
    };
    for (const { group, n } of groups) {
      const name = group === "bullish" ? "Bullish" : "Bearish";
      const head = page.getByRole("button", { name: new RegExp(`^${name} `) });
      await expect(head).toHaveAttribute("aria-expanded", "true", { timeout: 2_000 });
      await expect(head).toContainText(`${n} signal`, { timeout: 2_000 });
    }
  }).toPass({ timeout: 30_000 });
  await expect.poll(async () => (await idsOf(page)).some((id) => id.endsWith("_BULLISH"))).toBe(true);
  await page.getByRole("button", { name: /^Bullish / }).click();
  await expect.poll(async () => (await idsOf(page)).some((id) => id.endsWith("_BULLISH"))).toBe(false);
});

test("the list is walked, opened, marked and decided by keyboard alone", async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  await openLab(page);
  await page.keyboard.press("j");
  await expect(current(page)).toHaveCount(1);
  // The row at the top, but for what came in above it meanwhile.
  const first = (await current(page).getAttribute("data-id")) ?? "";
  const all = await idsOf(page);
  expect(all.slice(0, 3)).toContain(first);
  const ids = all.slice(all.indexOf(first));
  await page.keyboard.press("ArrowDown");
  await expect(current(page)).toHaveAttribute("data-id", ids[1] ?? "");
  await expect(current(page).getByRole("link")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/entry=/);
  await expect(page.getByRole("complementary", { name: "Entry" })).toContainText(ids[1] ?? "");
  await page.keyboard.press("k");
  await expect(page).toHaveURL(new RegExp(`entry=${ids[0]}`));
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/entry=/);
  await page.keyboard.press("a");
  await expect(page.locator(`tr[data-id="${ids[0]}"]`)).toContainText("Approved");
  await page.keyboard.press("u");
  await expect(page.locator(`tr[data-id="${ids[0]}"]`)).not.toContainText("Approved");
  await page.keyboard.press("x");
  await page.keyboard.press("J");
  const bar = page.getByRole("region", { name: "Marked signals" });
  await expect(bar).toContainText("2 marked");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Help" })).toContainText("Mark all the filter finds");
});

test("a verdict that takes an entry out of the filter stays in sight and is taken back by key", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?review=unreviewed");
  await page.keyboard.press("j");
  const id = (await current(page).getAttribute("data-id")) ?? "";
  const row = page.locator(`tr[data-id="${id}"]`);
  await page.keyboard.press("a");
  await expect(row).toContainText("Approved");
  await expect(row).toHaveAttribute("title", /No longer found by the filter/);
  await page.keyboard.press("u");
  await expect(row).not.toContainText("Approved");
  await expect(row).not.toHaveAttribute("title", /./);
  // Keys faster than the answers: the second goes on from what the first made.
  await page.keyboard.press("r");
  await page.keyboard.press("u");
  await page.keyboard.press("a");
  await expect(row).toContainText("Approved");
  await page.keyboard.press("u");
  await expect(row).not.toContainText("Approved");
});

test("what changes while the next page is read stands there afterwards", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The list is told of one more page, and that page takes its time.
  await page.route(/\/api\/lab\?/, async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    if (asked.has("ids")) return route.continue();
    if (asked.has("cursor")) {
      await released;
      return route.fulfill({ json: { rows: [], left: [], next: null, source: "simulated", unknown: [] } });
    }
    const answer = await route.fetch();
    return route.fulfill({ json: { ...((await answer.json()) as object), next: "more" } });
  });
  const next = page.waitForRequest(/cursor=more/);
  await page.reload();
  await next;
  await page.keyboard.press("j");
  const row = page.locator(`tr[data-id="${await current(page).getAttribute("data-id")}"]`);
  await page.keyboard.press("a");
  await expect(row).toContainText("Approved");
  const read = page.waitForResponse(/cursor=more/);
  release();
  await read;
  // The bones under the rows go when the page has been taken in.
  await expect(page.locator("[data-testid=lab-list] .skeleton")).toHaveCount(0);
  await expect(row).toContainText("Approved");
  await page.keyboard.press("u");
  await expect(row).not.toContainText("Approved");
});

test("many are changed as the preview showed, and back", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?direction=bullish");
  // One of those marked: the top row may be a newer one later.
  const tagged = page.locator(`tr[data-id="${(await idsOf(page))[0]}"]`);
  await page.keyboard.press("A");
  const bar = page.getByRole("region", { name: "Marked signals" });
  await expect(bar).toContainText("all the filter finds");
  await bar.getByRole("button", { name: "Tags" }).click();
  const dialog = page.getByRole("dialog", { name: /^Tags/ });
  const script = "<img src=x onerror=alert(1)>";
  await dialog.getByLabel("Add tags").fill(script);
  const run = dialog.getByRole("button", { name: /^Tags \d+$/ });
  await expect(run).toBeVisible();
  await run.click();
  await expect(bar).toContainText(/\d+ signals? tagged/);
  // What people write is text wherever it is shown.
  await page.goto("/signal-lab?direction=bullish&columns=signalCandleAt,tags");
  await expect(tagged).toContainText(script);
  await expect(page.locator("[data-testid=lab-list] img")).toHaveCount(0);
  await page.keyboard.press("A");
  await bar.getByRole("button", { name: "Tags" }).click();
  await dialog.getByLabel("Remove tags").fill(script);
  await run.click();
  await expect(bar).toContainText(/tagged/);
  await bar.getByRole("button", { name: "Undo" }).click();
  await expect(bar).toContainText(/Taken back/);
  await expect(tagged).toContainText(script);
});

test("an export holds the rows of the screen, in their order", async ({ page }) => {
  test.setTimeout(180_000);
  await openLab(page, "?direction=bearish&sort=noBeMfe&status=CLOSED,ACTIVE,CANCELLED");
  await page.keyboard.press("X");
  const link = page.getByRole("dialog", { name: "Export" }).getByRole("link", { name: /JSON/ });
  const href = (await link.getAttribute("href")) ?? "";
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(fs.readFileSync(await download.path(), "utf8")).not.toContain("_BULLISH");
  // MFE of open trades moves: once more when the order has changed between the page and the export.
  await expect(async () => {
    await page.reload();
    await expect(rows(page).first()).toBeVisible();
    const ids = await idsOf(page);
    const text = await (await page.request.get(href)).text();
    const places = ids.map((id) => text.indexOf(`"${id}"`));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }).toPass({ timeout: 60_000 });
});

test("a new alert comes in at the top by itself; further down it waits and is counted", async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 1000, height: 420 });
  // Enough rows to scroll.
  await openLab(page, "", 12);
  const isFirst = await postAlert(page, "Bullish");
  // At the top, but for what the market has told of the same minute.
  await expect.poll(async () => (await idsOf(page)).slice(0, 5).some(isFirst), { timeout: 30_000 }).toBe(true);
  const list = page.getByTestId("lab-list");
  await list.evaluate((box) => box.scrollTo({ top: 60 }));
  const top = (await idsOf(page))[0];
  const isSecond = await postAlert(page, "Bearish");
  const bar = page.getByRole("button", { name: /^\d+ new$/ });
  await expect(bar).toBeVisible({ timeout: 30_000 });
  expect(await list.evaluate((box) => box.scrollTop)).toBe(60);
  expect((await idsOf(page))[0]).toBe(top);
  expect((await idsOf(page)).some(isSecond)).toBe(false);
  await bar.click();
  await expect.poll(async () => (await idsOf(page)).some(isSecond)).toBe(true);
  expect(await list.evaluate((box) => box.scrollTop)).toBe(0);
});

for (const theme of ["dark", "light"] as const) {
  test(`axe finds nothing, ${theme}; with groups, marks and the filter open`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme });
    await openLab(page, "?group=day");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("f");
    expect(await violations(page)).toEqual([]);
  });
}

test("a phone shows cards, nothing wider than the screen", async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 360, height: 780 });
  await openLab(page);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: /^Filter/ }).click();
  await page.getByRole("dialog", { name: "Filter" }).getByText("Bullish").click();
  await page.getByRole("button", { name: "Show the signals" }).click();
  await expect(page).toHaveURL(/direction=bullish/);
  expect(await overflow()).toBeLessThanOrEqual(0);
  const id = (await idsOf(page))[0] ?? "";
  await rows(page).first().getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/signal-lab/${id}`));
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
});
