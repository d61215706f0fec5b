/** The live side in a real browser over the real worker and the simulated exchange. */
import { badge, expect, lastPrice, openLive, test, worker } from "./support.ts";

test("a price changes on screen", async ({ page }) => {
  await openLive(page);
  const first = await lastPrice(page).textContent();
  await expect(lastPrice(page)).not.toHaveText(first ?? "", { timeout: 15_000 });
});

test("the source is said in words: in the header, at the strip and in the details", async ({ page }) => {
  await openLive(page);
  await expect(page.getByLabel("Live prices").getByText("SIMULATED")).toBeVisible();
  await badge(page).click();
  const details = page.getByRole("dialog", { name: "Feed details" });
  await expect(details.getByText("simulated", { exact: true })).toBeVisible();
});

test("navigation keeps the stream: no new connection, prices go on", async ({ page }) => {
  await openLive(page);
  const before = await worker(page);
  for (const name of ["Signal Lab", "MFE", "Admin", "Desk"]) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const shown = await lastPrice(page).textContent();
    await expect(lastPrice(page)).not.toHaveText(shown ?? "", { timeout: 15_000 });
  }
  expect((await worker(page)).connected).toBe(before.connected);
});

test("seven tabs share one connection, and the last one closes it", async ({ context, page }) => {
  test.setTimeout(180_000);
  await openLive(page);
  const before = await worker(page);
  const others = [];
  for (let tab = 0; tab < 6; tab += 1) {
    const other = await context.newPage();
    await openLive(other, "/mfe");
    others.push(other);
  }
  expect((await worker(page)).connected).toBe(before.connected);
  for (const other of others) await other.close();
  await page.goto("about:blank");
  await expect.poll(async () => (await worker(page)).clients, { timeout: 20_000 }).toBeLessThan(before.clients);
});

test("shows DISCONNECTED within 3 s when the worker dies, and recovers by itself", async ({ page }) => {
  test.setTimeout(120_000);
  await openLive(page);
  const { pid } = await worker(page);
  process.kill(pid, "SIGKILL");
  await expect(badge(page)).toHaveAttribute("data-state", "DISCONNECTED", { timeout: 3000 });
  // Old numbers say so: the age stands beside the price.
  await expect(page.getByTestId("price-age").first()).toBeVisible();
  await expect(badge(page)).toHaveAttribute("data-state", "SIMULATED", { timeout: 90_000 });
  const shown = await lastPrice(page).textContent();
  await expect(lastPrice(page)).not.toHaveText(shown ?? "", { timeout: 15_000 });
  expect((await worker(page)).pid).not.toBe(pid);
});

test("prices that stop are told of once they have lasted, and again when they are back", async ({ page }) => {
  test.setTimeout(150_000);
  await openLive(page);
  const { pid } = await worker(page);
  process.kill(pid, "SIGSTOP");
  try {
    await expect(page.getByTestId("toast-feed-down")).toBeVisible({ timeout: 20_000 });
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await expect(page.getByTestId("toast-feed-up")).toBeVisible({ timeout: 90_000 });
  await page.getByTestId("alert-bell").click();
  await expect(page.getByRole("dialog", { name: "Alerts" }).getByText("Prices stopped")).toHaveCount(1);
});

test("without SharedWorker one tab leads for all, and the next takes over when it closes", async ({
  context,
  page,
}) => {
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "SharedWorker"));
  await openLive(page);
  const before = await worker(page);
  const follower = await context.newPage();
  await openLive(follower, "/mfe");
  expect((await worker(page)).connected).toBe(before.connected);
  await page.close();
  await expect.poll(async () => (await worker(follower)).connected, { timeout: 20_000 }).toBe(before.connected + 1);
  const shown = await lastPrice(follower).textContent();
  await expect(lastPrice(follower)).not.toHaveText(shown ?? "", { timeout: 15_000 });
});
