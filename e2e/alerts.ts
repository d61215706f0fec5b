/** Alerts the browser tests post to the app as TradingView would, for candles of the simulated market of ES. */
import fs from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
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

/**
 * Posts an alert nobody has sent yet for one of the newest closed candles of ES: it is confirmed as soon as it arrives.
 * Waits until the market offers such a candle.
 * @param candles how far back the signal candle may lie
 */
export async function postConfirmedAlert(page: Page, candles: number): Promise<void> {
  const token = fs.readFileSync(path.join(dataDir, "simulator-webhook-token"), "utf8").trim();
  const post = async (): Promise<boolean> => {
    const read = await page.request.get("/api/candles?symbol=ES1!&timeframe=1m");
    const all = ((await read.json()) as { candles: readonly CandleText[] }).candles;
    // The last one is still open.
    for (const alert of confirmed(all.slice(-1 - candles, -1))) {
      const data = { ...alert, symbol: "ES1!" };
      const answer = await page.request.post(`${appUrl}/api/webhooks/tradingview/${token}`, { data });
      const { outcome } = (await answer.json()) as { outcome: string };
      if (outcome === "accepted") return true;
      expect(outcome).toBe("duplicate");
    }
    return false;
  };
  const message = "a close of ES goes beyond an earlier candle";
  await expect.poll(post, { timeout: 300_000, intervals: [2_000], message }).toBe(true);
}
