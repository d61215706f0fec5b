/** Alerts the browser tests post to the app as TradingView would, for candles of the simulated market of ES. */
import fs from "node:fs";
import path from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { appUrl, dataDir } from "./people.ts";

interface CandleText {
  readonly openAt: number;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

interface Alert {
  readonly signal: "Bullish" | "Bearish";
  readonly timestamp: number;
}

/** Signals a later close has confirmed already, newest candle first. */
function confirmed(closed: readonly CandleText[]): readonly Alert[] {
  const found = closed.flatMap(({ openAt, high, low }, index): Alert[] => {
    const closes = closed.slice(index + 1).map((candle) => Number(candle.close));
    return [
      ...(closes.some((close) => close > Number(high)) ? [{ signal: "Bullish", timestamp: openAt } as const] : []),
      ...(closes.some((close) => close < Number(low)) ? [{ signal: "Bearish", timestamp: openAt } as const] : []),
    ];
  });
  return found.reverse();
}

/** How long a wait for the market may take, in ms. */
const waitMsMax = 300_000;

/** Looks until it is so. The running test gets the time it may wait on top of its own, or its timeout would end it first. */
async function waitFor(look: () => Promise<boolean>, message: string): Promise<void> {
  const info = test.info();
  info.setTimeout(info.timeout + waitMsMax);
  await expect.poll(look, { timeout: waitMsMax, intervals: [2_000], message }).toBe(true);
}

/** Directions take turns, so that lists have both. */
let posted = 0;

/**
 * Posts an alert nobody has sent yet for one of the newest closed candles of ES: it is confirmed as soon as it arrives.
 * @param candles how far back the signal candle may lie
 * @returns the name of its signal; null when the market offers no such candle now
 */
async function postOne(request: APIRequestContext, candles: number): Promise<string | null> {
  const token = fs.readFileSync(path.join(dataDir, "simulator-webhook-token"), "utf8").trim();
  const read = await request.get("/api/candles?symbol=ES1!&timeframe=1m");
  const all = ((await read.json()) as { candles: readonly CandleText[] }).candles;
  const turn = posted % 2 === 0 ? "Bullish" : "Bearish";
  // The last one is still open.
  const alerts = confirmed(all.slice(-1 - candles, -1));
  for (const alert of [...alerts.filter((each) => each.signal === turn), ...alerts]) {
    const data = { ...alert, symbol: "ES1!" };
    const answer = await request.post(`${appUrl}/api/webhooks/tradingview/${token}`, { data });
    const { outcome, message } = (await answer.json()) as { outcome: string; message: string };
    expect(["accepted", "duplicate"]).toContain(outcome);
    if (outcome === "accepted") {
      posted += 1;
      const [, name] = /^Signal (\S+) goes to the engine of ES/.exec(message) ?? [];
      expect(name).toBeDefined();
      return name ?? "";
    }
  }
  return null;
}

/**
 * Posts one alert that is confirmed as soon as it arrives, waiting until the market offers a candle for it.
 * @returns the end of its entry's id
 */
export async function postConfirmedAlert(request: APIRequestContext, candles: number): Promise<string> {
  let name: string | null = null;
  const post = async (): Promise<boolean> => {
    name = await postOne(request, candles);
    return name !== null;
  };
  await waitFor(post, "a close of ES goes beyond an earlier candle");
  return name ?? "";
}

/** Posts alerts until there is what a test looks at: the simulated market alone may be quiet for long. */
export async function postUntil(
  request: APIRequestContext,
  isThere: () => Promise<boolean>,
  message: string,
): Promise<void> {
  const look = async (): Promise<boolean> => (await isThere()) || ((await postOne(request, 40)) !== null && isThere());
  await waitFor(look, message);
}
