/**
 * Chart primitive: gaps in the data hatched, rolls as a line with the contracts' names. Knows open times of bars and the
 * spans; a gap that fell between two bars is a narrow band between them.
 */
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import { firstNotBelow, halfBar } from "@/components/desk/chart-time";
import type { EpochMs } from "@/lib/market/types";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

export interface GapSpan {
  readonly fromAt: EpochMs;
  /** Null while it lasts. */
  readonly toAt: EpochMs | null;
  /** Filled since: only a thin strip tells of it. */
  readonly healed: boolean;
}

export interface RollLine {
  readonly at: EpochMs;
  readonly label: string;
}

/** Bars a span covers: edges counted in bars, so that 2 lies between the second and the third. */
export interface BarEdges {
  readonly left: number;
  readonly right: number;
}

/** Edges of the bars (open times ascending, `length` ms each) that [from, to) touches; equal when it fell between two bars. */
export function touchedBars(opens: readonly EpochMs[], length: number, from: EpochMs, to: EpochMs): BarEdges {
  const open = (index: number): number => opens[index] ?? Number.POSITIVE_INFINITY;
  // A bar is touched when it ends after the span begins and begins before the span ends.
  const left = firstNotBelow(opens.length, (index) => open(index) + length, from + 1);
  return { left, right: Math.max(left, firstNotBelow(opens.length, open, to)) };
}

/** Width of a gap that fell between two bars, and distance of the hatches, px. */
const narrow = 3;
const hatch = 7;
/** Height of the strip of a healed gap, px. */
const strip = 3;
/** Height of a roll label's row, px. */
const labelRow = 12;

export class GapMarks implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #attached: SeriesAttachedParameter<Time> | null = null;
  #bands: readonly (BarEdges & { readonly healed: boolean })[] = [];
  #lines: readonly { readonly edge: number; readonly label: string }[] = [];
  #hatch = "transparent";
  #ink = "transparent";
  readonly #views = [this];

  attached(parameters: SeriesAttachedParameter<Time>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  setMarks(opens: readonly EpochMs[], length: number, gaps: readonly GapSpan[], rolls: readonly RollLine[]): void {
    this.#bands = gaps.map((gap) => ({
      ...touchedBars(opens, length, gap.fromAt, gap.toAt ?? Number.POSITIVE_INFINITY),
      healed: gap.healed,
    }));
    this.#lines = rolls
      .map((roll) => ({ edge: touchedBars(opens, length, roll.at, roll.at + 1).left, label: roll.label }))
      .sort((one, other) => one.edge - other.edge);
    this.#attached?.requestUpdate();
  }

  setColours(hatchColour: string, ink: string): void {
    this.#hatch = hatchColour;
    this.#ink = ink;
    this.#attached?.requestUpdate();
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  zOrder(): "bottom" {
    return "bottom";
  }

  renderer(): IPrimitivePaneRenderer | null {
    return this.#attached === null ? null : this;
  }

  draw(target: DrawTarget): void {
    // By name, because it is no React hook although it is called like one.
    target["useMediaCoordinateSpace"](({ context, mediaSize }) => this.#paint(context, mediaSize));
  }

  #paint(context: CanvasRenderingContext2D, size: { readonly width: number; readonly height: number }): void {
    const scale = this.#attached?.chart.timeScale();
    if (scale === undefined) return;
    const half = halfBar(scale);
    const edgeAt = (edge: number): number | null => {
      const x = scale.logicalToCoordinate(edge as Logical);
      return x === null ? null : x - half;
    };
    for (const band of this.#bands) {
      const [from, to] = [edgeAt(band.left), edgeAt(band.right)];
      if (from === null || to === null || to < 0 || from > size.width) continue;
      const width = Math.max(narrow, to - from);
      if (band.healed) {
        context.fillStyle = this.#hatch;
        context.fillRect(from, size.height - strip, width, strip);
      } else this.#hatchBand(context, from, width, size.height);
    }
    let taken = Number.NEGATIVE_INFINITY;
    let row = 0;
    for (const line of this.#lines) {
      const x = edgeAt(line.edge);
      if (x === null) continue;
      // A name that would print over the one before it goes a row lower.
      row = x < taken ? row + 1 : 0;
      taken = this.#rollLine(context, x, line.label, size.height, row);
    }
  }

  #hatchBand(context: CanvasRenderingContext2D, left: number, width: number, height: number): void {
    context.save();
    context.beginPath();
    context.rect(left, 0, width, height);
    context.clip();
    context.strokeStyle = this.#hatch;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = left - height; x < left + width; x += hatch) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.stroke();
    context.restore();
  }

  /** @returns where the label ends, px */
  #rollLine(context: CanvasRenderingContext2D, x: number, label: string, height: number, row: number): number {
    context.strokeStyle = this.#ink;
    context.setLineDash([4, 4]);
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = this.#ink;
    context.font = "10px system-ui, sans-serif";
    context.textBaseline = "top";
    context.fillText(label, x + 4, 20 + row * labelRow);
    return x + 4 + context.measureText(label).width;
  }
}
