/** Reviewing an entry in a real browser: by keyboard alone, two people at once, and what must be refused or shown as text. */
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { postUntil } from "./alerts.ts";
import { change, newcomer } from "./people.ts";
import { expect, expectNoSideScroll, test, violations } from "./support.ts";

interface Trade {
  readonly id: string;
  readonly status: string;
  readonly direction: "bullish" | "bearish";
  readonly entryPrice: string;
  readonly stopLoss: string;
}

/** A trade of the simulated market as if nobody had reviewed it, and the version it stands at; a closed one when there is one. */
async function freshTrade(request: APIRequestContext): Promise<Trade & { readonly from: number }> {
  let trades: Trade[] = [];
  const list = async (): Promise<number> => {
    const answer = (await (await request.get("/api/trades?limit=100")).json()) as { trades: Trade[] };
    // Prices of these have two decimals, which is how the tests write them.
    trades = answer.trades.filter(({ id }) => /^(ES|NQ)/.test(id));
    return trades.length;
  };
  await postUntil(request, async () => (await list()) > 0, "the simulated market has a trade");
  const trade = trades.find(({ status }) => status === "CLOSED") ?? trades[0];
  if (trade === undefined) throw new Error("expected a trade");
  const route = `/api/signals/${encodeURIComponent(trade.id)}/review`;
  for (;;) {
    const { review } = (await (await request.get(route)).json()) as {
      review: { version: number; undo: object | null };
    };
    if (review.undo === null) return { ...trade, from: review.version };
    await change(request, "post", route, { version: review.version, action: "undo" });
  }
}

const box = (page: Page): Locator => page.getByRole("region", { name: "Review", exact: true });
const verdict = (page: Page): Locator => page.getByTestId("verdict");
const version = (page: Page, number: number) =>
  expect(page.getByTestId("review")).toHaveAttribute("data-version", String(number));

async function openEntry(page: Page, id: string): Promise<void> {
  await page.goto(`/signal-lab/${encodeURIComponent(id)}`);
  await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
}

test("an entry is reviewed, corrected, annotated and taken back by keyboard alone", async ({ page, request }) => {
  test.setTimeout(240_000);
  const { id, direction, stopLoss, from } = await freshTrade(request);
  await openEntry(page, id);
  await page.keyboard.press("a");
  await expect(verdict(page)).toContainText("Approved by ada");
  await version(page, from + 1);
  await page.keyboard.press("r");
  await expect(verdict(page)).toContainText("Rejected by ada");
  await version(page, from + 2);
  await page.keyboard.press("u");
  await expect(verdict(page)).toContainText("Approved");
  await version(page, from + 3);

  // A stop two points wider, by keys: entry field, stop field, reason.
  await page.keyboard.press("e");
  const form = page.getByRole("form", { name: "Correct values" });
  await expect(form.getByLabel("Entry", { exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  const wider = (Number(stopLoss) + (direction === "bullish" ? -2 : 2)).toFixed(2);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(wider);
  await expect(form.locator('[data-row="stop"]')).toContainText(wider, { timeout: 20_000 });
  await form.getByLabel(/^Reason/).focus();
  await page.keyboard.type("two points under the wick");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await version(page, from + 4);
  await expect(box(page).getByRole("list", { name: "Corrected values" })).toContainText(wider);
  await expect(box(page).getByRole("list", { name: "Corrected values" })).toContainText("two points under the wick");

  await page.keyboard.press("n");
  await page.keyboard.type("**late** alert");
  await page.keyboard.press("ControlOrMeta+Enter");
  await version(page, from + 5);
  await expect(page.getByRole("form", { name: "Notes, tags and news" })).toBeHidden();
  await expect(box(page).locator("strong")).toHaveText("late");
  await page.keyboard.press("u");
  await version(page, from + 6);
  await page.keyboard.press("u");
  await version(page, from + 7);
  await expect(box(page).getByRole("list", { name: "Corrected values" })).toBeHidden();
  await expect(page.getByTestId("versions").getByRole("listitem")).toHaveCount(from + 7);
  await page.getByTestId("versions").getByRole("button").nth(4).click();
  await expect(page.getByTestId("as-of")).toContainText("approved");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Approve the entry");
});

test("script in notes and tags is text", async ({ page, request }) => {
  test.setTimeout(180_000);
  const { id, from } = await freshTrade(request);
  await openEntry(page, id);
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script> [x](javascript:alert(1))';
  await page.keyboard.press("n");
  await page.keyboard.type(evil);
  await page.getByLabel("Tags, separated by commas").fill("<b>bold</b>");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await version(page, from + 1);
  await page.reload();
  await expect(box(page)).toContainText(evil);
  await expect(box(page).getByRole("list", { name: "Tags" })).toHaveText("<b>bold</b>");
  expect(await box(page).locator("img, script, b").count()).toBe(0);
  expect(await page.title()).not.toMatch(/^[12]$/);
});

test.describe("what the server refuses", () => {
  // The browser itself reports a 409 or 422 as an error; the test looks at what the page says.
  test.use({ quietConsole: undefined });

  test("a correction that makes the risk zero or less is refused with the reason", async ({ page, request }) => {
    test.setTimeout(180_000);
    const { id, entryPrice, from } = await freshTrade(request);
    await openEntry(page, id);
    await page.keyboard.press("e");
    const form = page.getByRole("form", { name: "Correct values" });
    await form.getByLabel("Stop", { exact: true }).fill(entryPrice);
    await expect(form).toContainText("the risk would be 0.00 points", { timeout: 20_000 });
    await form.getByLabel(/^Reason/).fill("trying");
    await form.getByRole("button", { name: "Save the correction" }).click();
    await expect(form.getByLabel("Stop", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await version(page, from);
    await page.keyboard.press("Escape");
    await expect(form).toBeHidden();
  });

  test("two analysts on one entry: the second is told what the first did and goes on from there", async ({
    page,
    request,
    browser,
  }) => {
    test.setTimeout(240_000);
    const { id, from } = await freshTrade(request);
    const bob = await newcomer(browser, request, "analyst");
    await openEntry(page, id);
    await openEntry(bob.page, id);
    await bob.page.keyboard.press("n");
    await bob.page.keyboard.type("seen by bob");
    await page.keyboard.press("r");
    await version(page, from + 1);
    // The other page says so by itself, also beside a form that is being written.
    const news = bob.page.getByTestId("review-news");
    await expect(news).toContainText("ada rejected it");
    await expect(news).toContainText("Saving will first show you what changed.");
    await version(bob.page, from + 1);
    await expect(verdict(bob.page)).toContainText("Rejected by ada");
    await bob.page.keyboard.press("ControlOrMeta+Enter");
    const dialog = bob.page.getByRole("dialog", { name: "Changed meanwhile" });
    await expect(dialog).toContainText("ada rejected it");
    await dialog.getByRole("button", { name: "Go on with theirs" }).click();
    // What was written is still there, and is saved on top of theirs.
    await bob.page.getByRole("button", { name: "Save" }).click();
    await version(bob.page, from + 2);
    await expect(box(bob.page)).toContainText("seen by bob");
    await expect(page.getByTestId("review-news")).toContainText("annotated it");
    await version(page, from + 2);
    // An open list says it too, without a reload.
    await page.goto("/signal-lab");
    const row = page.locator(`tr[data-id="${id}"]`);
    await expect(row).toContainText("Rejected", { timeout: 30_000 });
    await bob.page.keyboard.press("a");
    await version(bob.page, from + 3);
    await expect(row).toContainText("Approved");
    await expect(page.getByText(`${id}: ${bob.email.split("@")[0]} approved it.`)).toBeVisible();
    await bob.context.close();
  });
});

test("a trader reads the review and has no buttons or keys for it", async ({ browser, request }) => {
  test.setTimeout(180_000);
  const { id } = await freshTrade(request);
  const { page, context } = await newcomer(browser, request, "trader");
  await openEntry(page, id);
  await expect(box(page).getByRole("button")).toHaveCount(0);
  await page.keyboard.press("a");
  await expect(verdict(page)).toContainText("Unreviewed");
  await context.close();
});

for (const theme of ["dark", "light"] as const) {
  test(`axe finds nothing in the review, ${theme}`, async ({ page, request }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme });
    const { id } = await freshTrade(request);
    await openEntry(page, id);
    expect(await violations(page, '[data-testid="review"]')).toEqual([]);
    for (const key of ["e", "n"]) {
      await page.keyboard.press(key);
      await expect(box(page).getByRole("form")).toBeVisible();
      expect(await violations(page, '[data-testid="review"]')).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.setViewportSize({ width: 360, height: 780 });
    await page.keyboard.press("e");
    await expectNoSideScroll(page);
  });
}
