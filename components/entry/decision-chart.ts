/**
 * The candles that decided, as an object outside React: own candles of the contract with the annotations over them.
 * Prices come as decimal text and become numbers here, only to be drawn.
 */
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type UTCTimestamp,
} from "lightweight-charts";
import { faded, onThemeChange, readChartColours } from "@/components/desk/chart-theme";
import { tickMark, timeText } from "@/components/desk/chart-time";
import { Annotations, type DecisionMarks } from "@/components/entry/annotations";
import type { CandleEvidence } from "@/components/entry/evidence";
import type { PriceScale } from "@/lib/market/price";
import type { EpochMs } from "@/lib/market/types";

/** Candles in view at the start, at most; the decision lies in the middle of them. */
const inViewMax = 60;

export class DecisionChart {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<"Candlestick">;
  readonly #annotations: Annotations;
  readonly #stopFollowing: () => void;
  #candles: readonly CandleEvidence[] = [];
  #marks: DecisionMarks | null = null;
  #tags: IPriceLine[] = [];
  #placed = false;

  constructor(container: HTMLElement, scale: PriceScale) {
    this.#annotations = new Annotations(readChartColours());
    this.#chart = createChart(container, {
      autoSize: true,
      localization: { timeFormatter: timeText },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 4, tickMarkFormatter: tickMark },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { scaleMargins: { top: 0.14, bottom: 0.14 } },
      // The page scrolls with the wheel; the chart moves by dragging and by pinching.
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
      handleScale: { mouseWheel: false },
    });
    this.#series = this.#chart.addSeries(CandlestickSeries, {
      priceFormat: {
        type: "custom",
        minMove: scale.units / 10 ** scale.decimals,
        formatter: (price: number) => price.toFixed(scale.decimals),
      },
      borderVisible: false,
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#series.attachPrimitive(this.#annotations);
    this.#applyTheme();
    this.#stopFollowing = onThemeChange(() => this.#applyTheme());
  }

  /** Replaces everything; the first time the decision is brought into view. */
  show(
    candles: readonly CandleEvidence[],
    marks: DecisionMarks,
    focus: { readonly from: EpochMs; readonly until: EpochMs },
  ): void {
    this.#candles = candles;
    this.#draw();
    this.#marks = marks;
    this.#annotations.setMarks(marks);
    this.#tag();
    if (this.#placed || candles.length === 0) return;
    this.#placed = true;
    this.#place(focus);
  }

  /** The drawing on a canvas of its own, of another size and in the present theme, for paper. */
  picture(width: number, height: number): HTMLCanvasElement {
    const time = this.#chart.timeScale();
    const range = time.getVisibleLogicalRange();
    this.#chart.applyOptions({ autoSize: false, width, height });
    if (range !== null) time.setVisibleLogicalRange(range);
    this.#applyTheme();
    // With the top layer, where the annotations are.
    const picture = this.#chart.takeScreenshot(true);
    this.#chart.applyOptions({ autoSize: true });
    if (range !== null) time.setVisibleLogicalRange(range);
    return picture;
  }

  destroy(): void {
    this.#stopFollowing();
    this.#chart.remove();
  }

  #place({ from, until }: { readonly from: EpochMs; readonly until: EpochMs }): void {
    const first = this.#candles.findIndex(({ openAt }) => openAt >= from);
    const last = this.#candles.findLastIndex(({ openAt }) => openAt <= until);
    const room = Math.max(8, Math.floor((inViewMax - (last - first)) / 2));
    const range = { from: Math.max(0, first - room) - 0.5, to: Math.min(this.#candles.length - 1, last + room) + 3 };
    this.#chart.timeScale().setVisibleLogicalRange(range);
  }

  #draw(): void {
    const colours = readChartColours();
    this.#series.setData(
      this.#candles.map((candle) => {
        const [open, high, low, close] = [candle.open, candle.high, candle.low, candle.close].map(Number) as [
          number,
          number,
          number,
          number,
        ];
        const colour = close >= open ? colours["up-mark"] : colours["down-mark"];
        const pale = candle.complete ? {} : { color: faded(colour, 0.35), wickColor: faded(colour, 0.35) };
        return { time: (candle.openAt / 1000) as UTCTimestamp, open, high, low, close, ...pale };
      }),
    );
  }

  /** Names and prices of the levels at the price axis, where they hide no candle; the lines are the annotations' own. */
  #tag(): void {
    const colours = readChartColours();
    for (const tag of this.#tags) this.#series.removePriceLine(tag);
    const levels = [
      { title: "level", price: this.#marks?.level ?? null, color: colours.accent },
      { title: "entry", price: this.#marks?.entry?.price ?? null, color: colours["text-2"] },
      { title: "stop", price: this.#marks?.stop?.price ?? null, color: colours.danger },
      ...(this.#marks?.corrected ?? []).map(({ price }) => ({ title: "✎", price, color: colours.info })),
    ];
    this.#tags = levels.flatMap(({ title, price, color }) =>
      price === null
        ? []
        : [this.#series.createPriceLine({ title, price, color, lineVisible: false, axisLabelVisible: true })],
    );
  }

  #applyTheme(): void {
    const colours = readChartColours();
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colours["surface-0"] },
        textColor: colours["text-2"],
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSize: 11,
      },
      grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
      rightPriceScale: { borderColor: colours.line },
      timeScale: { borderColor: colours.line },
    });
    this.#series.applyOptions({
      upColor: colours["up-mark"],
      downColor: colours["down-mark"],
      wickUpColor: colours["up-mark"],
      wickDownColor: colours["down-mark"],
    });
    this.#annotations.setColours(colours);
    this.#tag();
    this.#draw();
  }
}
