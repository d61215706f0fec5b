/**
 * Chart primitive: signals as arrows at their bars, events of the chosen one as dots at their prices, named where asked.
 * Own instead of the library's marker plugin: that one asks for a full layout of the chart whenever the moving bar changes
 * and places every marker of the week anew; this one draws what is in view, from places that only change with the bars.
 */
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import { firstNotBelow, halfBar } from "@/components/desk/chart-time";
import type { ChartMarker } from "@/components/desk/signal-markers";
import type { EpochMs } from "@/lib/market/types";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** A marker with what only the chart knows: its bar, its price as a number, its colour. */
export interface Pin {
  readonly id: string;
  /** Index of its bar. */
  readonly bar: number;
  /** Null: beside the bar, on the side its arrow comes from. */
  readonly price: number | null;
  readonly shape: ChartMarker["shape"];
  readonly colour: string;
  readonly text: string;
}

/** Where a pin was drawn, px of the pane. */
export interface Spot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Index of the bar (open times ascending) at or before `at`; null when it is older than all of them. */
export function barOf(opens: readonly EpochMs[], at: EpochMs): number | null {
  const after = firstNotBelow(opens.length, (index) => opens[index] ?? Number.POSITIVE_INFINITY, at + 1);
  return after === 0 ? null : after - 1;
}

/** Size of an arrow, its distance from the bar and of two at one bar, px. */
const arrowMin = 9;
const arrowMax = 15;
const gap = 4;
const dotRadius = 4;
const textSize = 11;
/** A pin is hit this far from its middle, px: a finger is not exact. */
const hitRadius = 14;
/** The spot somebody means with (x, y): the nearest within reach, the one drawn last of two as near. Null when none is. */
export function nearestSpot(spots: readonly Spot[], x: number, y: number): Spot | null {
  let nearest: Spot | null = null;
  let least = hitRadius;
  for (const spot of spots) {
    const distance = Math.hypot(spot.x - x, spot.y - y);
    if (distance > least) continue;
    least = distance;
    nearest = spot;
  }
  return nearest;
}

/** Room the arrows of the highest and lowest bars need, px. */
const margins = { above: 22, below: 22 };

export class SignalPins implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #attached: SeriesAttachedParameter<Time> | null = null;
  /** By bar, ascending. */
  #pins: readonly Pin[] = [];
  #spots: readonly Spot[] = [];
  #font = "";
  readonly #views = [this];

  attached(parameters: SeriesAttachedParameter<Time>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  /** Replaces all pins; those of one bar are stacked in this order. */
  setPins(pins: readonly Pin[]): void {
    this.#pins = [...pins].sort((one, other) => one.bar - other.bar);
    this.#attached?.requestUpdate();
  }

  setFont(family: string): void {
    this.#font = `${textSize}px ${family}`;
  }

  autoscaleInfo() {
    return this.#pins.length === 0 ? null : { priceRange: null, margins };
  }

  hitTest(x: number, y: number): PrimitiveHoveredItem | null {
    const near = nearestSpot(this.#spots, x, y);
    return near === null ? null : { externalId: near.id, zOrder: "top", cursorStyle: "pointer" };
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  renderer(): IPrimitivePaneRenderer | null {
    return this.#attached === null ? null : this;
  }

  draw(target: DrawTarget): void {
    // By name, because it is no React hook although it is called like one.
    target["useMediaCoordinateSpace"](({ context }) => this.#paint(context));
  }

  #paint(context: CanvasRenderingContext2D): void {
    const spots: Spot[] = [];
    this.#spots = spots;
    const range = this.#attached?.chart.timeScale().getVisibleLogicalRange() ?? null;
    if (this.#attached === null || range === null) return;
    const { chart, series } = this.#attached;
    const scale = chart.timeScale();
    const arrow = Math.min(arrowMax, Math.max(arrowMin, 2 * halfBar(scale) * 1.4));
    context.font = this.#font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    let stack = { bar: -1, up: 0, down: 0 };
    const first = firstNotBelow(this.#pins.length, (index) => this.#pins[index]?.bar ?? 0, range.from - 1);
    for (let index = first; index < this.#pins.length; index += 1) {
      const pin = this.#pins[index];
      if (pin === undefined || pin.bar > range.to + 1) break;
      const x = scale.logicalToCoordinate(pin.bar as Logical);
      const edge = edgeOf(series, pin);
      if (x === null || edge === null) continue;
      if (stack.bar !== pin.bar) stack = { bar: pin.bar, up: 0, down: 0 };
      context.fillStyle = pin.colour;
      if (pin.shape === "dot") {
        spots.push({ id: pin.id, x, y: edge });
        dot(context, x, edge);
        if (pin.text !== "") context.fillText(pin.text, x, edge - dotRadius - textSize / 2 - 2);
        continue;
      }
      const away = pin.shape === "up" ? 1 : -1;
      const tip = edge + away * (gap + stack[pin.shape]);
      spots.push({ id: pin.id, x, y: tip + (away * arrow) / 2 });
      drawArrow(context, x, tip, away * arrow);
      stack[pin.shape] += arrow + gap;
      if (pin.text === "") continue;
      context.fillText(pin.text, x, tip + away * (arrow + 3 + textSize / 2));
      stack[pin.shape] += textSize + 3;
    }
  }
}

/** The y it hangs on: its price, or the end of the bar its arrow comes from. Null where the bar is not drawn. */
function edgeOf(series: SeriesAttachedParameter<Time>["series"], pin: Pin): number | null {
  if (pin.price !== null) return series.priceToCoordinate(pin.price);
  const bar = series.dataByIndex(pin.bar);
  if (bar === null || !("high" in bar)) return null;
  return series.priceToCoordinate(pin.shape === "up" ? bar.low : bar.high);
}

function dot(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, dotRadius, 0, 2 * Math.PI);
  context.fill();
}

/** An arrow with its tip at (x, tip); `length` runs away from the bar: positive is down, so that the arrow points up. */
function drawArrow(context: CanvasRenderingContext2D, x: number, tip: number, length: number): void {
  const half = Math.abs(length) / 2;
  const neck = tip + length / 2;
  const stem = half / 2;
  context.beginPath();
  context.moveTo(x, tip);
  context.lineTo(x + half, neck);
  context.lineTo(x + stem, neck);
  context.lineTo(x + stem, tip + length);
  context.lineTo(x - stem, tip + length);
  context.lineTo(x - stem, neck);
  context.lineTo(x - half, neck);
  context.closePath();
  context.fill();
}
