/** Contracts, webhooks and feed as the admin uses them: dry run, apply, undo; a pasted alert explained; the connection tested. */
import { expect, openLive, test } from "./support.ts";

/** A field's value for some hours from now, in New York. */
function inHours(hours: number): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "short",
  }).format(Date.now() + hours * 3_600_000);
  return parts.replace(" ", "T");
}

test("a roll: dry run changes nothing, apply at an instant, undo restores", async ({ page }) => {
  await openLive(page, "/admin/contracts");
  const row = page.locator("tr[data-root=NQ]");
  const before = await row.innerText();
  await page.getByLabel("Root").selectOption("NQ");
  await page.getByText("At an instant").click();
  await page.getByLabel("New York time").fill(inHours(24));
  await page.getByRole("button", { name: "Dry run" }).click();
  const preview = page.getByRole("region", { name: "Dry run" });
  await expect(preview).toContainText("Nothing has been changed yet");
  await expect(preview).toContainText("Open trades");
  expect(await row.innerText()).toBe(before);
  await preview.getByRole("button", { name: "Apply at this instant" }).click();
  await expect(page.getByText(/NQ means NQ[HMUZ]\d from/)).toBeVisible();
  // Within ten days every page calls it to mind.
  await page.goto("/health");
  await expect(page.getByText(/NQ[HMUZ]\d leaves? the front/)).toBeVisible();
  await page.getByRole("link", { name: "Contracts" }).first().click();
  const undo = page.getByRole("button", { name: /^Undo the roll of NQ/ });
  await expect(undo).toBeVisible();
  expect(await row.innerText()).not.toBe(before);
  await undo.click();
  await expect(undo).toHaveCount(0);
  await expect.poll(() => row.innerText()).toBe(before);
  await page.goto("/admin/audit");
  await expect(page.getByText("roll.undone").last()).toBeVisible();
});

test.describe("what is wrong is refused beside its field", () => {
  test.use({ refusals: [400, 409] });

  test("a threshold: wrong is said beside it, what changes is shown, then saved and taken back", async ({ page }) => {
    await openLive(page, "/admin/contracts");
    await page.getByLabel("Instrument", { exact: true }).selectOption("YM");
    const buffer = page.getByLabel("Stop buffer, points");
    await buffer.fill("10.5");
    await page.getByRole("button", { name: "Show what changes" }).click();
    await expect(page.getByText(/multiple of the tick size 1/).first()).toBeVisible();
    await expect(buffer).toHaveAttribute("aria-invalid", "true");
    await buffer.fill("10");
    await page.getByRole("button", { name: "Show what changes" }).click();
    const changes = page.getByRole("region", { name: "What changes" });
    await expect(changes).toContainText("25.00 points → 10 points");
    await expect(changes).toContainText("Nothing has been changed yet");
    await changes.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. The worker takes it within seconds.")).toBeVisible();
    await page.reload();
    await page.getByLabel("Instrument", { exact: true }).selectOption("YM");
    await expect(buffer).toHaveValue("10");
    await buffer.fill("");
    await page.getByRole("button", { name: "Show what changes" }).click();
    await expect(changes).toContainText("10 points → 25.00 points");
    await changes.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved. The worker takes it within seconds.")).toBeVisible();
  });

  test("a set of hours: refused beside the day, then made", async ({ page }) => {
    await openLive(page, "/admin/contracts");
    const name = `hours-${Date.now()}`;
    await page.getByLabel("Name, e.g. comex-metals").fill(name);
    await page.getByLabel("Title").fill(name);
    await page.getByLabel("Monday, New York").fill("09:00-08:00");
    await page.getByRole("button", { name: "Add these hours" }).click();
    await expect(page.getByText("expected each range to end after it begins").first()).toBeVisible();
    await page.getByLabel("Monday, New York").fill("09:00-16:00");
    await page.getByRole("button", { name: "Add these hours" }).click();
    await expect(page.getByText(/Mon 09:00-16:00/)).toBeVisible();
  });
});

test("an alert for an expired contract is explained as such", async ({ page }) => {
  await openLive(page, "/admin/webhooks");
  const body = JSON.stringify({ signal: "Bullish", timestamp: Date.now() - 120_000, symbol: "NQH4" });
  await page.getByLabel("Body of an alert").fill(body);
  await page.getByRole("button", { name: "Explain" }).click();
  const answer = page.getByRole("status", { name: "What it would do" });
  await expect(answer).toContainText("EXPIRED_CONTRACT");
  await expect(answer).toContainText("stopped trading on 2024-03-15");
});

test("a pasted alert is explained and not stored", async ({ page }) => {
  await openLive(page, "/admin/webhooks");
  await page.getByLabel("Body of an alert").fill(`SIGNAL:Bullish:25000.00:75:5M:Bullish:FVG:${Date.now() - 120_000}`);
  await page.getByRole("button", { name: "Explain" }).click();
  const answer = page.getByRole("status", { name: "What it would do" });
  await expect(answer).toContainText("bullish signal in format F1");
  await expect(answer).toContainText("It belongs to NQ");
  await expect(answer).toContainText("Nothing has been stored.");
});

test("a source is made, its address shown once", async ({ page }) => {
  await openLive(page, "/admin/webhooks");
  await page.getByLabel("New source").fill(`desk ${Date.now()}`);
  await page.getByRole("button", { name: "Make the address" }).click();
  await expect(page.getByTestId("webhook-address")).toContainText("/api/webhooks/tradingview/");
  await page.reload();
  await expect(page.getByTestId("webhook-address")).toHaveCount(0);
});

test("the connection is tested step by step through the running feed", async ({ page }) => {
  await openLive(page, "/admin/feed");
  await page.getByRole("button", { name: "Test the connection" }).click();
  const answer = page.getByRole("status", { name: "Test the connection" });
  await expect(answer).toContainText("The key is accepted.", { timeout: 20_000 });
  await expect(answer).toContainText("is ticking.");
  await expect(answer).toContainText("REST answers", { timeout: 20_000 });
  await page.getByRole("button", { name: "Ask for the list of contracts" }).click();
  await expect(page.getByRole("status", { name: "Ask for the list of contracts" })).toContainText("contracts of NQ", {
    timeout: 20_000,
  });
});
