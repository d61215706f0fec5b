/**
 * The candle chart of the Desk as an object outside React: candles, volume, session shading, levels of a trade.
 * Times are shown in New York. Prices arrive in ticks and become numbers here, only to be drawn.
 */
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { type ChartColours, faded, onThemeChange, readChartColours } from "@/components/desk/chart-theme";
import { SessionShading, sessionSpans } from "@/components/desk/session-shading";
import { etDay, etMinute } from "@/lib/format/time";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { Candle, Ticks } from "@/lib/market/types";

/** A horizontal line: a level of the selected trade. */
export interface ChartLevel {
  readonly label: string;
  readonly price: Ticks;
  readonly kind: "entry" | "stop" | "break-even" | "target";
}

const msOf = (time: Time): number => (typeof time === "number" ? time * 1000 : 0);

function timeText(time: Time): string {
  return `${etDay(msOf(time))} ${etMinute(msOf(time))} ET`;
}

function tickMark(time: Time, type: TickMarkType): string {
  return type === TickMarkType.Time || type === TickMarkType.TimeWithSeconds ? etMinute(msOf(time)) : etDay(msOf(time));
}

export class DeskChart {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<"Candlestick">;
  readonly #volume: ISeriesApi<"Histogram">;
  readonly #sessions = new SessionShading();
  readonly #stopFollowing: () => void;
  readonly #scale: PriceScale;
  #colours: ChartColours;
  #shown: readonly Candle[] = [];
  #live: Candle | null = null;
  #lines: IPriceLine[] = [];
  #levels: readonly ChartLevel[] = [];

  constructor(container: HTMLElement, scale: PriceScale) {
    this.#scale = scale;
    this.#colours = readChartColours();
    this.#chart = createChart(container, {
      autoSize: true,
      localization: { timeFormatter: timeText },
      timeScale: {
        timeVisible: true,
        secondsVisible: false,
        rightOffset: 6,
        barSpacing: 7,
        tickMarkFormatter: tickMark,
      },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { scaleMargins: { top: 0.12, bottom: 0.06 } },
    });
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      priceFormat: {
        type: "custom",
        minMove: scale.units / 10 ** scale.decimals,
        formatter: (price: number) => price.toFixed(scale.decimals),
      },
      borderVisible: false,
    });
    this.#volume = this.#chart.addSeries(
      HistogramSeries,
      { priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false },
      1,
    );
    this.#chart.panes()[1]?.setHeight(72);
    this.#candles.attachPrimitive(this.#sessions);
    this.#applyTheme();
    this.#stopFollowing = onThemeChange(() => {
      this.#colours = readChartColours();
      this.#applyTheme();
      this.#draw();
      this.setLevels(this.#levels);
    });
  }

  /** Replaces all candles, oldest first; keeps the reader's position in time. */
  setCandles(candles: readonly Candle[]): void {
    this.#shown = candles;
    if (this.#live !== null && (candles.at(-1)?.openAt ?? 0) > this.#live.openAt) this.#live = null;
    this.#draw();
  }

  /** Draws the candle that is still moving. One older than what is shown is ignored. */
  setLive(candle: Candle): void {
    const newest = this.#live?.openAt ?? this.#shown.at(-1)?.openAt ?? 0;
    if (candle.openAt < newest) return;
    this.#live = candle;
    this.#candles.update(this.#candleBar(candle));
    this.#volume.update(this.#volumeBar(candle));
  }

  setLevels(levels: readonly ChartLevel[]): void {
    for (const line of this.#lines) this.#candles.removePriceLine(line);
    this.#levels = levels;
    this.#lines = levels.map((level) =>
      this.#candles.createPriceLine({
        price: this.#number(level.price),
        title: level.label,
        color: this.#levelColour(level.kind),
        lineWidth: 1,
        lineStyle:
          level.kind === "entry" ? LineStyle.Solid : level.kind === "target" ? LineStyle.Dotted : LineStyle.Dashed,
        axisLabelVisible: true,
      }),
    );
  }

  destroy(): void {
    this.#stopFollowing();
    this.#chart.remove();
  }

  #draw(): void {
    const all =
      this.#live === null
        ? this.#shown
        : [...this.#shown.filter((c) => c.openAt < (this.#live?.openAt ?? 0)), this.#live];
    this.#candles.setData(all.map((candle) => this.#candleBar(candle)));
    this.#volume.setData(all.map((candle) => this.#volumeBar(candle)));
    this.#sessions.setSpans(sessionSpans(all.map((candle) => candle.openAt)));
  }

  #number(ticks: Ticks): number {
    return Number(formatPrice(ticks, this.#scale));
  }

  #candleBar(candle: Candle) {
    const colour = candle.close >= candle.open ? this.#colours["up-mark"] : this.#colours["down-mark"];
    return {
      time: (candle.openAt / 1000) as UTCTimestamp,
      open: this.#number(candle.open),
      high: this.#number(candle.high),
      low: this.#number(candle.low),
      close: this.#number(candle.close),
      // A candle a gap has touched is drawn pale: it decides nothing either.
      ...(candle.complete ? {} : { color: faded(colour, 0.35), wickColor: faded(colour, 0.35) }),
    };
  }

  #volumeBar(candle: Candle) {
    const colour = candle.close >= candle.open ? this.#colours["up-mark"] : this.#colours["down-mark"];
    return { time: (candle.openAt / 1000) as UTCTimestamp, value: candle.volume, color: faded(colour, 0.4) };
  }

  #levelColour(kind: ChartLevel["kind"]): string {
    if (kind === "stop") return this.#colours["down-mark"];
    if (kind === "entry") return this.#colours.accent;
    return kind === "target" ? this.#colours["text-3"] : this.#colours["text-2"];
  }

  #applyTheme(): void {
    const colours = this.#colours;
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colours["surface-0"] },
        textColor: colours["text-2"],
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSize: 11,
        panes: { separatorColor: colours.line, separatorHoverColor: colours.line },
      },
      grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
      rightPriceScale: { borderColor: colours.line },
      timeScale: { borderColor: colours.line },
    });
    this.#candles.applyOptions({
      upColor: colours["up-mark"],
      downColor: colours["down-mark"],
      wickUpColor: colours["up-mark"],
      wickDownColor: colours["down-mark"],
    });
    this.#sessions.setColours(colours["session-tint"], colours["text-3"]);
  }
}
