/**
 * The candle chart of the Desk as an object outside React: candles, volume, session shading, levels of a trade.
 * Times are shown in New York. Prices arrive in ticks and become numbers here, only to be drawn.
 */
import {
  type AutoscaleInfo,
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  type UTCTimestamp,
} from "lightweight-charts";
import { withLive } from "@/components/desk/bars";
import { type ChartColours, faded, onThemeChange, readChartColours } from "@/components/desk/chart-theme";
import { tickMark, timeText } from "@/components/desk/chart-time";
import { GapMarks, type GapSpan, type RollLine } from "@/components/desk/gap-marks";
import { SessionShading, sessionSpans } from "@/components/desk/session-shading";
import type { ChartMarker } from "@/components/desk/signal-markers";
import { barOf, type Pin, SignalPins } from "@/components/desk/signal-pins";
import type { ChartLevel } from "@/components/desk/trade-levels";
import { formatPrice, type PriceScale } from "@/lib/market/price";
import type { Candle, EpochMs, Ticks } from "@/lib/market/types";

/** What the chart marks beside its candles. */
export interface ChartExtras {
  readonly gaps: readonly GapSpan[];
  readonly rolls: readonly RollLine[];
  /** Opens of bars with trades that came by REST. */
  readonly backfilled: ReadonlySet<EpochMs>;
}

const noExtras: ChartExtras = { gaps: [], rolls: [], backfilled: new Set() };
/** Bars are at most this wide when there are few of them, px. */
const barSpacingMax = 14;
const barSpacing = 7;
/** Empty bars kept free on the right. */
const rightOffset = 6;

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
  readonly #gaps = new GapMarks();
  readonly #pins = new SignalPins();
  /** Open times of the bars, the moving one with them. */
  #opens: readonly EpochMs[] = [];
  #markers: readonly ChartMarker[] = [];
  #extras = noExtras;
  readonly #barMs: number;

  /** @param barMs length of a bar; `onSelect` is told the id of a marker that was clicked */
  constructor(container: HTMLElement, scale: PriceScale, barMs: number, onSelect: (id: string) => void) {
    this.#scale = scale;
    this.#barMs = barMs;
    this.#colours = readChartColours();
    this.#chart = createChart(container, {
      autoSize: true,
      localization: { timeFormatter: timeText },
      timeScale: {
        timeVisible: true,
        secondsVisible: false,
        rightOffset,
        barSpacing,
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
      // Equal to the body's colour unless a candle sets its own.
      borderVisible: true,
      // The lines of the chosen trade that matter now stay in view.
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => this.#withLevels(original()),
    });
    this.#volume = this.#chart.addSeries(
      HistogramSeries,
      { priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false },
      1,
    );
    this.#chart.panes()[1]?.setHeight(72);
    this.#candles.attachPrimitive(this.#sessions);
    this.#candles.attachPrimitive(this.#gaps);
    this.#candles.attachPrimitive(this.#pins);
    this.#chart.subscribeClick(({ hoveredObjectId }) => {
      if (typeof hoveredObjectId === "string") onSelect(hoveredObjectId);
    });
    this.#applyTheme();
    this.#stopFollowing = onThemeChange(() => {
      this.#colours = readChartColours();
      this.#applyTheme();
      this.#draw();
      this.setLevels(this.#levels);
      this.setMarkers(this.#markers);
    });
  }

  /** Replaces all candles, oldest first; keeps the reader's position in time. */
  setCandles(candles: readonly Candle[]): void {
    if (this.#shown.length === 0 && candles.length > 0) this.#fit(candles.length);
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
    if (candle.openAt <= (this.#opens.at(-1) ?? 0)) return;
    // A new bar: what happened in it hung on the one before.
    this.#opens = [...this.#opens, candle.openAt];
    this.setMarkers(this.#markers);
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
          level.kind === "entry" || level.kind === "stop"
            ? LineStyle.Solid
            : level.kind === "target" || level.kind === "reached"
              ? LineStyle.Dotted
              : LineStyle.Dashed,
        axisLabelVisible: true,
      }),
    );
  }

  setMarkers(markers: readonly ChartMarker[]): void {
    this.#markers = markers;
    this.#pins.setPins(markers.flatMap((marker) => this.#pin(marker) ?? []));
  }

  setExtras(extras: ChartExtras): void {
    this.#extras = extras;
    this.#draw();
  }

  destroy(): void {
    this.#stopFollowing();
    this.#chart.remove();
  }

  #draw(): void {
    const all = withLive(this.#shown, this.#live);
    this.#candles.setData(all.map((candle) => this.#candleBar(candle)));
    this.#volume.setData(all.map((candle) => this.#volumeBar(candle)));
    this.#opens = all.map((candle) => candle.openAt);
    this.#sessions.setSpans(sessionSpans(this.#opens));
    this.#gaps.setMarks(this.#opens, this.#barMs, this.#extras.gaps, this.#extras.rolls);
    this.setMarkers(this.#markers);
  }

  /** Few candles are drawn wider, so that a young chart is not a sliver at the right edge. */
  #fit(count: number): void {
    const room = this.#chart.timeScale().width() / (count + rightOffset);
    this.#chart.timeScale().applyOptions({ barSpacing: Math.min(barSpacingMax, Math.max(barSpacing, room)) });
  }

  #withLevels(info: AutoscaleInfo | null): AutoscaleInfo | null {
    if (info === null || info.priceRange === null) return info;
    const near = this.#levels.filter(({ kind }) => kind !== "target").map(({ price }) => this.#number(price));
    return {
      ...info,
      priceRange: {
        minValue: Math.min(info.priceRange.minValue, ...near),
        maxValue: Math.max(info.priceRange.maxValue, ...near),
      },
    };
  }

  /** Null for a marker older than the bars shown. */
  #pin({ id, at, price, shape, tone, text }: ChartMarker): Pin | null {
    const bar = barOf(this.#opens, at);
    if (bar === null) return null;
    return { id, bar, price: price === null ? null : this.#number(price), shape, colour: this.#toneColour(tone), text };
  }

  #toneColour(tone: ChartMarker["tone"]): string {
    const colours = this.#colours;
    const tones = {
      ...{ up: colours["up-mark"], down: colours["down-mark"], quiet: colours["text-3"] },
      ...{ accent: colours.accent, danger: colours.danger, text: colours["text-1"] },
    };
    return tones[tone];
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
      // A candle a gap has touched is drawn pale: it decides nothing either. One filled over REST keeps only its outline.
      ...(candle.complete ? {} : { color: faded(colour, 0.35), wickColor: faded(colour, 0.35) }),
      ...(candle.complete && this.#extras.backfilled.has(candle.openAt)
        ? { color: faded(colour, 0.15), borderColor: colour }
        : {}),
    };
  }

  #volumeBar(candle: Candle) {
    const colour = candle.close >= candle.open ? this.#colours["up-mark"] : this.#colours["down-mark"];
    return { time: (candle.openAt / 1000) as UTCTimestamp, value: candle.volume, color: faded(colour, 0.4) };
  }

  #levelColour(kind: ChartLevel["kind"]): string {
    if (kind === "stop") return this.#colours.danger;
    if (kind === "entry") return this.#colours.accent;
    if (kind === "reached") return this.#colours["up-mark"];
    return kind === "target" ? this.#colours["text-3"] : this.#colours["text-2"];
  }

  #applyTheme(): void {
    const colours = this.#colours;
    const { fontFamily } = getComputedStyle(document.body);
    this.#pins.setFont(fontFamily);
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: colours["surface-0"] },
        textColor: colours["text-2"],
        fontFamily,
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
      borderUpColor: "transparent",
      borderDownColor: "transparent",
    });
    this.#gaps.setColours(faded(colours["text-3"], 0.35), colours["text-2"]);
    this.#sessions.setColours(colours["session-tint"], colours["text-3"]);
  }
}
