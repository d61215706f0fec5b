/**
 * What decided, drawn over the candles: the range from signal to confirmation, the confirmation level, the pivot with its
 * neighbours, anchor, buffer, stop and entry; columns of candles that are no evidence are hatched. Knows prices and times only.
 */
import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from "lightweight-charts";
import { type ChartColours, faded } from "@/components/desk/chart-theme";
import { column, hatch, label, line } from "@/components/entry/pens";
import type { EpochMs } from "@/lib/market/types";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];
type Context = CanvasRenderingContext2D;

/** A price at a candle. */
export interface Spot {
  readonly at: EpochMs;
  readonly price: number;
}

/** What is known of the decision; null where it did not come to that. */
export interface DecisionMarks {
  readonly bullish: boolean;
  /** High and low of the signal candle. */
  readonly signal: { readonly at: EpochMs; readonly high: number; readonly low: number } | null;
  readonly level: number | null;
  readonly confirmation: Spot | null;
  /** Lowest candle of the range, neighbours in order of time, when it was held against them. */
  readonly pivot: readonly Spot[];
  readonly anchor: Spot | null;
  readonly stop: { readonly price: number; readonly buffer: string } | null;
  readonly entry: Spot | null;
  /** Levels a person corrected, where they differ from the machine's. */
  readonly corrected: readonly { readonly name: string; readonly price: number; readonly from: EpochMs }[];
  /** Letters on the side of the candles the stop does not look at: s, c, e, s−1 … */
  readonly letters: readonly (Spot & { readonly text: string })[];
  /** Candles that are no evidence. */
  readonly incomplete: readonly EpochMs[];
  readonly backfilled: readonly EpochMs[];
  /** After these candles time is missing: a gap, or candles left out of the drawing. */
  readonly breaks: readonly { readonly after: EpochMs; readonly text: string }[];
}

const font = "11px system-ui, sans-serif";
/** Room the name of a level takes at the price axis, px. */
const tagWidth = 40;

export class Annotations implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #attached: SeriesAttachedParameter<Time> | null = null;
  #marks: DecisionMarks | null = null;
  #colours: ChartColours;
  readonly #views = [this];

  constructor(colours: ChartColours) {
    this.#colours = colours;
  }

  attached(parameters: SeriesAttachedParameter<Time>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  setMarks(marks: DecisionMarks): void {
    this.#marks = marks;
    this.#attached?.requestUpdate();
  }

  setColours(colours: ChartColours): void {
    this.#colours = colours;
    this.#attached?.requestUpdate();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  zOrder(): "top" {
    return "top";
  }

  renderer(): IPrimitivePaneRenderer | null {
    return this.#attached === null ? null : this;
  }

  /** Stop, level and entry belong into the picture even when no candle reaches them. */
  autoscaleInfo(): AutoscaleInfo | null {
    const marks = this.#marks;
    const corrected = marks?.corrected.map(({ price }) => price) ?? [];
    const prices = [marks?.level, marks?.stop?.price, marks?.entry?.price, marks?.anchor?.price, ...corrected].filter(
      (price) => typeof price === "number",
    );
    if (prices.length === 0) return null;
    return { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
  }

  draw(target: DrawTarget): void {
    // By name, because it is no React hook although it is called like one.
    target["useMediaCoordinateSpace"](({ context, mediaSize }) => this.#paint(context, mediaSize));
  }

  #x(at: EpochMs): number | null {
    return this.#attached?.chart.timeScale().timeToCoordinate((at / 1000) as UTCTimestamp) ?? null;
  }

  #y(price: number): number | null {
    return this.#attached?.series.priceToCoordinate(price) ?? null;
  }

  #spot({ at, price }: Spot): { readonly x: number; readonly y: number } | null {
    const [x, y] = [this.#x(at), this.#y(price)];
    return x === null || y === null ? null : { x, y };
  }

  #half(): number {
    return (this.#attached?.chart.timeScale().options().barSpacing ?? 6) / 2;
  }

  #paint(context: Context, size: { readonly width: number; readonly height: number }): void {
    const marks = this.#marks;
    if (marks === null) return;
    context.save();
    context.font = font;
    for (const at of marks.incomplete)
      this.#mark(at, (x, half) => hatch(context, { x, half, height: size.height }, this.#colours.warn));
    for (const at of marks.backfilled)
      this.#mark(at, (x, half) => column(context, { x, half, height: size.height }, this.#colours["text-3"]));
    this.#range(context, marks, size.height);
    this.#breaks(context, marks, size.height);
    this.#level(context, marks, size.width);
    this.#pivot(context, marks);
    this.#stop(context, marks, size.width);
    this.#entry(context, marks, size.width);
    this.#corrected(context, marks, size.width);
    this.#letters(context, marks);
    context.restore();
  }

  #mark(at: EpochMs, draw: (x: number, half: number) => void): void {
    const x = this.#x(at);
    if (x !== null) draw(x, this.#half());
  }

  #range(context: Context, { signal, confirmation }: DecisionMarks, height: number): void {
    if (signal === null) return;
    const from = this.#x(signal.at);
    const to = this.#x(confirmation?.at ?? signal.at);
    const [high, low] = [this.#y(signal.high), this.#y(signal.low)];
    if (from === null || to === null || high === null || low === null) return;
    const half = this.#half();
    context.fillStyle = faded(this.#colours.accent, 0.07);
    context.fillRect(from - half, 0, to - from + half * 2, height);
    context.fillStyle = faded(this.#colours.accent, 0.12);
    context.fillRect(from - half, high, to - from + half * 2, low - high);
  }

  #breaks(context: Context, { breaks }: DecisionMarks, height: number): void {
    for (const { after, text } of breaks) {
      const at = this.#x(after);
      if (at === null) continue;
      const x = at + this.#half();
      context.save();
      context.strokeStyle = this.#colours.warn;
      context.setLineDash([4, 4]);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.stroke();
      context.restore();
      label(context, this.#colours["surface-0"], text, { x: x + 4, y: 16 }, this.#colours.warn);
    }
  }

  #level(context: Context, { signal, level, confirmation }: DecisionMarks, width: number): void {
    if (signal === null || level === null) return;
    const [from, y] = [this.#x(signal.at), this.#y(level)];
    if (from === null || y === null) return;
    const to = confirmation === null ? width : (this.#x(confirmation.at) ?? width) + this.#half();
    line(context, from, to, y, this.#colours.accent, []);
    if (confirmation === null) return;
    const close = this.#spot(confirmation);
    if (close === null) return;
    context.fillStyle = this.#colours.accent;
    context.beginPath();
    context.arc(close.x, close.y, 3.5, 0, Math.PI * 2);
    context.fill();
  }

  #pivot(context: Context, { pivot, bullish }: DecisionMarks): void {
    const spots = pivot.map((spot) => this.#spot(spot)).filter((spot) => spot !== null);
    if (spots.length < 2) return;
    const shift = bullish ? 5 : -5;
    context.strokeStyle = this.#colours["text-1"];
    context.fillStyle = this.#colours["text-1"];
    context.lineWidth = 1.5;
    context.beginPath();
    for (const { x, y } of spots) context.lineTo(x, y + shift);
    context.stroke();
    context.lineWidth = 1;
    for (const { x, y } of spots) {
      context.beginPath();
      context.arc(x, y + shift, 2.5, 0, Math.PI * 2);
      context.fill();
    }
  }

  #stop(context: Context, { anchor, stop, bullish }: DecisionMarks, width: number): void {
    if (anchor === null || stop === null) return;
    const spot = this.#spot(anchor);
    const y = this.#y(stop.price);
    if (spot === null || y === null) return;
    const { danger } = this.#colours;
    context.strokeStyle = danger;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(spot.x, spot.y + (bullish ? 5 : -5), 6, 0, Math.PI * 2);
    context.stroke();
    context.lineWidth = 1;
    const edge = spot.y + (bullish ? 12 : -12);
    context.save();
    context.setLineDash([2, 2]);
    context.beginPath();
    context.moveTo(spot.x, edge);
    context.lineTo(spot.x, y);
    context.stroke();
    context.restore();
    line(context, spot.x - this.#half(), width, y, danger, [6, 3]);
    if (Math.abs(y - edge) > 18) {
      label(
        context,
        this.#colours["surface-0"],
        stop.buffer,
        { x: spot.x + 6, y: (edge + y) / 2 + 4 },
        this.#colours["text-2"],
      );
    }
  }

  #entry(context: Context, { entry }: DecisionMarks, width: number): void {
    if (entry === null) return;
    const spot = this.#spot(entry);
    if (spot === null) return;
    const colour = this.#colours["text-1"];
    line(context, spot.x, width, spot.y, colour, [1, 3]);
    const left = spot.x - this.#half() - 2;
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(left, spot.y);
    context.lineTo(left - 7, spot.y - 5);
    context.lineTo(left - 7, spot.y + 5);
    context.closePath();
    context.fill();
  }

  #corrected(context: Context, { corrected }: DecisionMarks, width: number): void {
    for (const { name, price, from } of corrected) {
      const [x, y] = [this.#x(from), this.#y(price)];
      if (x === null || y === null) continue;
      const { info } = this.#colours;
      line(context, x - this.#half(), width, y, info, [8, 3, 2, 3]);
      label(context, this.#colours["surface-0"], name, { x: width - tagWidth, y: y - 4 }, info, "right");
    }
  }

  #letters(context: Context, { letters, bullish }: DecisionMarks): void {
    context.font = `600 ${font}`;
    for (const { text, ...place } of letters) {
      const spot = this.#spot(place);
      if (spot !== null)
        label(
          context,
          this.#colours["surface-0"],
          text,
          { x: spot.x, y: spot.y + (bullish ? -7 : 16) },
          this.#colours["text-1"],
          "center",
        );
    }
  }
}
