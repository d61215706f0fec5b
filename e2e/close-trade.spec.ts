/** An analyst closes a trade of the simulated market by hand, by keyboard: asked, waited for, recorded; a trader cannot. */
import { postUntil } from "./alerts.ts";
import { newcomer } from "./people.ts";
import { expect, expectNoSideScroll, test, violations } from "./support.ts";

test("an analyst closes an open trade with a reason; the page says so when the engine has done it", async ({
  browser,
  request,
}) => {
  test.setTimeout(300_000);
  let open: string[] = [];
  const list = async (): Promise<number> => {
    const { trades } = (await (await request.get("/api/trades?limit=100")).json()) as {
      trades: { id: string; status: string }[];
    };
    // A stop of ES lies far from the market: the trade is still open when its page is.
    open = trades.flatMap(({ id, status }) => (status === "ACTIVE" && id.startsWith("ES") ? [id] : []));
    return open.length;
  };
  await postUntil(request, async () => (await list()) > 0, "a simulated trade is open");
  const id = open[0] ?? "";
  const path = `/mfe/${encodeURIComponent(id)}`;

  const trader = await newcomer(browser, request, "trader");
  await trader.page.goto(path);
  await expect(trader.page.getByTestId("entry")).toBeVisible({ timeout: 30_000 });
  await expect(trader.page.getByRole("button", { name: /Close trade/ })).toHaveCount(0);
  await trader.context.close();

  const { page, context } = await newcomer(browser, request, "analyst");
  await page.goto(path);
  await expect(page.getByRole("button", { name: /Close trade/ })).toBeVisible({ timeout: 30_000 });
  // The trade page has the review too.
  await expect(page.getByRole("region", { name: "Review", exact: true })).toBeVisible();
  await page.keyboard.press("Shift+C");
  const dialog = page.getByRole("dialog", { name: /by hand/ });
  await expect(dialog).toContainText("No order is sent to a broker");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await expect(dialog.getByRole("button", { name: "Close the trade" })).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type("news at ten");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId("entry-state")).toHaveText("Closed", { timeout: 30_000 });
  await expect(page.getByTestId("entry-story")).toContainText("closed by hand");
  await expect(page.getByTestId("entry")).toContainText("news at ten");
  await expect(page.getByRole("button", { name: /Close trade/ })).toHaveCount(0);
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSideScroll(page);
  await context.close();
});
