/**
 * A trade's whole life on the pages, without a reload: an alert becomes a row, is confirmed, enters, arms break-even and closes.
 * The market's way is not known, so ES gets a small stop and an early trigger here, and the next alert follows when a trade
 * was stopped before its trigger. The end is a close by hand: it can be awaited.
 */
import type { Page } from "@playwright/test";
import { postConfirmedAlert } from "./alerts.ts";
import { change } from "./people.ts";
import { expect, openLive, test } from "./support.ts";

/** Candles back a signal may lie for its trade to be young. */
const candlesBack = 4;

/** Posts alerts until the row of one has entered. @returns the entry's id */
async function enteredRow(page: Page): Promise<string> {
  for (;;) {
    const name = await postConfirmedAlert(page.request, candlesBack);
    const row = page.locator(`tr[data-id^="ES"][data-id$="${name}"]`);
    // An alert of the indicator in the other direction may cancel it before.
    await expect(row).toContainText(/Active|Closed|Cancelled|Rejected/, { timeout: 60_000 });
    if (/Active|Closed/.test((await row.textContent()) ?? "")) return (await row.getAttribute("data-id")) ?? "";
  }
}

/** Waits for the open entry page to say which came first. */
async function armedOrClosed(page: Page): Promise<"armed" | "closed"> {
  let first: "armed" | "closed" = "closed";
  const look = async (): Promise<boolean> => {
    const armed = (await page.getByTestId("events").textContent())?.includes("Break-even armed") ?? false;
    const closed = (await page.getByTestId("entry-state").textContent()) === "Closed";
    first = armed && !closed ? "armed" : "closed";
    return armed || closed;
  };
  await expect.poll(look, { timeout: 300_000, message: "the trade arms break-even or closes" }).toBe(true);
  return first;
}

/** Closes the open trade of the page. @returns false when its stop was faster */
async function closedByHand(page: Page): Promise<boolean> {
  await page.keyboard.press("Shift+C");
  const reason = page.getByRole("dialog", { name: /by hand/ }).getByRole("textbox");
  const closed = page.getByTestId("entry-state").filter({ hasText: "Closed" });
  await expect(reason.or(closed).first()).toBeVisible();
  if (await reason.isVisible()) {
    await reason.fill("end of the watch");
    await page.keyboard.press("ControlOrMeta+Enter");
  }
  await expect(closed).toBeVisible({ timeout: 60_000 });
  // Asked too late, the dialog stays with the reason.
  if (await reason.isVisible()) await page.keyboard.press("Escape");
  const story = page.getByTestId("entry-story").first();
  await expect(story).toContainText(/closed by hand|stopped/);
  return /closed by hand/.test((await story.textContent()) ?? "");
}

test("an alert becomes a row, enters, arms break-even and closes before the reader's eyes, without a reload", async ({
  page,
  request,
}) => {
  test.setTimeout(900_000);
  const rules = (config: object) => change(request, "patch", "/api/admin/instruments/ES", { config });
  await openLive(page, "/signal-lab?instrument=ES");
  await page.evaluate(() => Reflect.set(globalThis, "stayed", true));
  expect(await rules({ stopBufferPoints: 0.25, beTriggerR: 0.25 })).toMatchObject({ status: 200 });
  try {
    let id = await enteredRow(page);
    const open = async () => {
      await page.locator(`tr[data-id="${id}"]`).getByRole("link").first().click();
      await expect(page.getByTestId("entry-story").first()).toContainText("entered at", { timeout: 60_000 });
    };
    await open();
    while ((await armedOrClosed(page)) === "closed" || !(await closedByHand(page))) {
      await page.keyboard.press("b");
      id = await enteredRow(page);
      await open();
    }
    await page.keyboard.press("b");
    await expect(page.locator(`tr[data-id="${id}"]`)).toContainText("Closed");
    expect(await page.evaluate(() => Reflect.get(globalThis, "stayed"))).toBe(true);
  } finally {
    await rules({});
  }
});
