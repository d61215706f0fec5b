/**
 * How the indicator makes signals from closed 1-minute candles (methodology 2.5): only for the simulator,
 * the product consumes signals and never computes them. Pure; prices in ticks.
 */
import type { Ticks } from "@/lib/market/types";

/** What the rule reads of a closed candle. */
export interface IndicatorCandle {
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
}

export type Bias = "Bullish" | "Bearish" | "Neutral";

interface Gap {
  readonly lower: Ticks;
  readonly upper: Ticks;
}

/** Gaps remembered per kind; past it the oldest is forgotten. */
const gapsMax = 500;

export class FvgIndicator {
  #bias: Bias = "Neutral";
  #highest = Number.NEGATIVE_INFINITY;
  #lowest = Number.POSITIVE_INFINITY;
  #beforeLast: IndicatorCandle | null = null;
  #last: IndicatorCandle | null = null;
  readonly #bull: Gap[] = [];
  readonly #bear: Gap[] = [];
  readonly #invertedBull: Gap[] = [];
  readonly #invertedBear: Gap[] = [];

  /** Takes the next closed candle; returns the new bias when it changed to one that is not Neutral. */
  close(candle: IndicatorCandle): Bias | null {
    const before = this.#bias;
    if (candle.close > this.#highest && this.#last !== null) this.#bias = "Bullish";
    else if (candle.close < this.#lowest && this.#last !== null) this.#bias = "Bearish";
    this.#highest = Math.max(this.#highest, candle.high);
    this.#lowest = Math.min(this.#lowest, candle.low);
    this.#findGap(candle);
    this.#judgeGaps(candle.close);
    this.#beforeLast = this.#last;
    this.#last = candle;
    return this.#bias !== before && this.#bias !== "Neutral" ? this.#bias : null;
  }

  #findGap({ high, low }: IndicatorCandle): void {
    if (this.#beforeLast === null) return;
    if (this.#beforeLast.high < low) keep(this.#bull, { lower: this.#beforeLast.high, upper: low });
    if (this.#beforeLast.low > high) keep(this.#bear, { lower: high, upper: this.#beforeLast.low });
  }

  /** Steps 3 to 6 in their order; a later assignment of the bias wins. */
  #judgeGaps(close: Ticks): void {
    const fell = takeOut(this.#bull, (gap) => close < gap.lower);
    for (const gap of fell) keep(this.#invertedBear, gap);
    if (fell.length > 0) this.#bias = "Bearish";
    const rose = takeOut(this.#bear, (gap) => close > gap.upper);
    for (const gap of rose) keep(this.#invertedBull, gap);
    if (rose.length > 0) this.#bias = "Bullish";
    if (takeOut(this.#invertedBear, (gap) => close > gap.upper).length > 0) this.#bias = "Bullish";
    if (takeOut(this.#invertedBull, (gap) => close < gap.lower).length > 0) this.#bias = "Bearish";
  }
}

function keep(gaps: Gap[], gap: Gap): void {
  gaps.push(gap);
  if (gaps.length > gapsMax) gaps.shift();
}

/** Removes and returns the gaps that match. */
function takeOut(gaps: Gap[], matches: (gap: Gap) => boolean): Gap[] {
  const out = gaps.filter(matches);
  if (out.length > 0) gaps.splice(0, gaps.length, ...gaps.filter((gap) => !out.includes(gap)));
  return out;
}
