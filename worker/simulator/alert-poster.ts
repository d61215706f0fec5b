/**
 * Posts the indicator's signals to the webhook as TradingView would (methodology 2.1, formats F1 and F5), so that the desk
 * shows a trade's whole life within minutes. The web app may not be up yet: a few tries, then the alert is lost and said so.
 * Nothing in the body says simulated; the token of the address does.
 */
import { formatPrice } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";
import { clockDigits, isoDate, NEW_YORK, wallTime } from "@/lib/market/zone";
import type { SimBar } from "@/worker/simulator/events";
import { type Bias, FvgIndicator } from "@/worker/simulator/indicator";
import { delay, type Timers } from "@/worker/timer";

export const alertLimits = {
  /** TradingView sends once and repeats at most three times. */
  triesMax: 4,
  retryMs: 5_000,
  requestMsMax: 3_000,
  /** From the candle's close to the post, at least; up to twice as long. */
  delayMsMin: 400,
  /** Alerts on their way; past it new ones are dropped and said so. */
  inFlightMax: 16,
  /** Alerts of the past kept for a late delivery; past it the oldest is dropped. */
  lateMax: 200,
} as const;

export interface AlertPosterOptions {
  /** Complete webhook address, token included; null computes signals and posts nothing. */
  readonly address: string | null;
  /** Root whose front contract the indicator watches. */
  readonly root: string;
  /** Signals of the past on candles that open from here on are posted late by `postLate`; null posts none of them. */
  readonly lateFrom: EpochMs | null;
  readonly timers: Timers;
  readonly random: () => number;
  /** Says what happened; never the address. */
  readonly say: (line: string) => void;
}

export class AlertPoster {
  readonly #options: AlertPosterOptions;
  readonly #indicator = new FvgIndicator();
  #ticker: string | null = null;
  #count = 0;
  #inFlight = 0;
  #late: { readonly body: string; readonly bias: Bias }[] = [];

  constructor(options: AlertPosterOptions) {
    this.#options = options;
  }

  /** Takes closed bars in order; posts when the bias turns. Warm-up bars of the past only teach the indicator. */
  take(bars: readonly SimBar[], isPast: boolean): void {
    for (const bar of bars) {
      if (bar.channel !== "AM" || bar.listing.root !== this.#options.root) continue;
      this.#ticker ??= bar.listing.ticker;
      if (bar.listing.ticker !== this.#ticker) continue;
      const bias = this.#indicator.close(bar);
      if (bias === null) continue;
      if (!isPast) this.#send(this.#bodyOf(bar, bias), bias);
      else if (this.#options.lateFrom !== null && bar.openAt >= this.#options.lateFrom) {
        this.#late.push({ body: this.#bodyOf(bar, bias), bias });
        if (this.#late.length > alertLimits.lateMax) this.#late.shift();
      }
    }
  }

  /**
   * Posts the signals of the past one after the other, as after an outage: the engine judges them on the stored ticks and
   * flags them late. A desk that has just been opened so shows finished and open trades at once.
   */
  async postLate(): Promise<void> {
    const { address } = this.#options;
    const late = this.#late;
    this.#late = [];
    if (address !== null) for (const { body, bias } of late) await this.#post(address, body, bias);
  }

  #bodyOf(bar: SimBar, bias: Bias): string {
    this.#count += 1;
    return this.#count % 2 === 1 ? colonAlert(bar, bias) : jsonAlert(bar, bias);
  }

  #send(body: string, bias: Bias): void {
    if (this.#options.address === null) return;
    if (this.#inFlight >= alertLimits.inFlightMax) {
      this.#options.say(`alert dropped: ${alertLimits.inFlightMax} are on their way already`);
      return;
    }
    this.#inFlight += 1;
    void this.#post(this.#options.address, body, bias).finally(() => {
      this.#inFlight -= 1;
    });
  }

  async #post(address: string, body: string, bias: Bias): Promise<void> {
    await delay(this.#options.timers, alertLimits.delayMsMin * (1 + this.#options.random()));
    let outcome = "";
    for (let tries = 1; tries <= alertLimits.triesMax; tries += 1) {
      if (tries > 1) await delay(this.#options.timers, alertLimits.retryMs);
      const status = await post(address, body);
      if (status !== null && status < 500) {
        this.#options.say(`alert ${bias} posted: HTTP ${status}`);
        return;
      }
      outcome = status === null ? "no answer" : `HTTP ${status}`;
    }
    this.#options.say(`alert ${bias} lost after ${alertLimits.triesMax} tries: ${outcome}`);
  }
}

/** Status of the answer, null without one. */
async function post(address: string, body: string): Promise<number | null> {
  const isJson = body.startsWith("{");
  const headers = { "content-type": isJson ? "application/json; charset=utf-8" : "text/plain; charset=utf-8" };
  try {
    const signal = AbortSignal.timeout(alertLimits.requestMsMax);
    const response = await fetch(address, { method: "POST", headers, body, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

/** Format F1: `SIGNAL:Bullish:25438.75:70::FVG:1764638400000`; the time is the open of the candle. */
export function colonAlert(bar: SimBar, bias: Bias): string {
  return `SIGNAL:${bias}:${formatPrice(bar.close, bar.listing.scale)}:70::FVG:${bar.openAt}`;
}

/** Format F5, SIGNAL_CREATED, with the fields real logs carry. */
export function jsonAlert(bar: SimBar, bias: Bias): string {
  const { dayNumber, msOfDay } = wallTime(NEW_YORK, bar.openAt);
  const date = isoDate(dayNumber);
  const digits = clockDigits(msOfDay);
  const time = `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
  const symbol = `${bar.listing.root}1!`;
  const strategy = { strategy_name: "NQ_FVG_CORE", strategy_id: "NQ_FVG_CORE", strategy_version: "2025.11.20" };
  const frames = { daily: "Neutral", h4: "Neutral", h1: "Neutral", m15: "Neutral", m5: "Neutral" };
  return JSON.stringify({
    ...{ schema_version: "1.0.0", engine_version: "1.0.0", ...strategy },
    ...{ trade_id: `${date.replaceAll("-", "")}_${digits}_${bias.toUpperCase()}`, event_type: "SIGNAL_CREATED" },
    ...{ event_timestamp: `${date}T${time}`, symbol, exchange: symbol, timeframe: "1", direction: bias },
    ...{
      entry_price: null,
      stop_loss: null,
      risk_R: 0,
      position_size: 0,
      be_price: null,
      exit_reason: "triangle_appeared",
    },
    setup: { setup_family: "FVG_CORE", setup_variant: "PENDING_CONFIRMATION", signal_strength: 75 },
    market_state: { trend_regime: bias, trend_score: 1, volatility_regime: "NORMAL" },
    htf_alignment: { ...frames, m1: bias, all_bullish: true, all_bearish: true },
  });
}
