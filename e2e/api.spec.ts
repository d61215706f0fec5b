/** The JSON routes over the running app. */
import { expect, openLive, test } from "./support.ts";

test("prices, candles and ticks of the running market agree in their symbols and shapes", async ({ page }) => {
  await openLive(page);
  const get = async (path: string) => (await page.request.get(path)).json();
  await expect
    .poll(async () => (await get("/api/prices")).prices.find((price: { root: string }) => price.root === "NQ")?.last, {
      timeout: 15_000,
    })
    .toMatch(/^\d+\.(00|25|50|75)$/);
  const { ticks } = await get("/api/ticks?symbol=CME_MINI:NQ1!&limit=5");
  expect(ticks).toHaveLength(5);
  expect(ticks[0]).toMatchObject({ source: "simulated" });
  const { candles } = await get("/api/candles?symbol=NQ&timeframe=5m");
  expect(candles.length).toBeGreaterThan(0);
});

for (const [path, status, code] of [
  ["/api/candles", 400, "BAD_QUERY"],
  ["/api/candles?symbol=NQ&timeframe=2m", 400, "BAD_QUERY"],
  ["/api/candles?symbol=NQ&from=2&to=1", 400, "BAD_QUERY"],
  ["/api/ticks?symbol=HELLO", 400, "BAD_SYMBOL"],
  ["/api/ticks?symbol=NQZ9", 404, "UNKNOWN_SYMBOL"],
  ["/api/ticks?symbol=NQ&limit=0", 400, "BAD_QUERY"],
  ["/api/prices?symbol=NQ", 400, "BAD_QUERY"],
  ["/api/nothing/of/this/name", 404, "NO_SUCH_ROUTE"],
] as const) {
  test(`${path} is refused with ${status} ${code} and a sentence`, async ({ request }) => {
    const response = await request.get(path);
    expect(response.status()).toBe(status);
    const { error } = await response.json();
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(10);
  });
}

test("the event stream does not tell where the worker listens", async ({ page }) => {
  await openLive(page);
  const headers = await page.evaluate(async () => {
    const answer = await fetch("/api/stream");
    await answer.body?.cancel();
    return { status: answer.status, names: [...answer.headers.keys()] };
  });
  expect(headers.status).toBe(200);
  expect(headers.names.filter((name) => name.startsWith("x-middleware"))).toEqual([]);
});
