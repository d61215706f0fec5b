/**
 * Chart primitive: New York sessions behind the candles. Every other session is tinted, each is named where it begins.
 * Knows times of bars and the session rule; nothing of the store.
 */
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from "lightweight-charts";
import { halfBar } from "@/components/desk/chart-time";
import { type Session, sessionOf } from "@/lib/market/session";
import type { EpochMs } from "@/lib/market/types";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

export interface SessionSpan {
  readonly session: Session;
  readonly from: EpochMs;
  /** Open time of the last bar in it. */
  readonly last: EpochMs;
}

/** Runs of bars in one session, in order of the bars (open times, ascending). */
export function sessionSpans(openTimes: readonly EpochMs[]): readonly SessionSpan[] {
  const spans: SessionSpan[] = [];
  for (const openAt of openTimes) {
    const session = sessionOf(openAt);
    const current = spans.at(-1);
    if (current?.session === session) spans[spans.length - 1] = { ...current, last: openAt };
    else spans.push({ session, from: openAt, last: openAt });
  }
  return spans;
}

const tinted: ReadonlySet<Session> = new Set(["ASIA", "NY PRE", "NY LUNCH", "INVALID"]);
const labels: Readonly<Record<Session, string>> = {
  ASIA: "ASIA",
  LONDON: "LONDON",
  "NY PRE": "NY PRE",
  "NY AM": "NY AM",
  "NY LUNCH": "LUNCH",
  "NY PM": "NY PM",
  INVALID: "NO SESSION",
};
/** A name is drawn when this much of its session is in view, px. */
const labelWidthMin = 64;

export class SessionShading implements ISeriesPrimitive<Time>, IPrimitivePaneView, IPrimitivePaneRenderer {
  #attached: SeriesAttachedParameter<Time> | null = null;
  #spans: readonly SessionSpan[] = [];
  #tint = "transparent";
  #ink = "transparent";
  readonly #views = [this];

  attached(parameters: SeriesAttachedParameter<Time>): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  setSpans(spans: readonly SessionSpan[]): void {
    this.#spans = spans;
    this.#attached?.requestUpdate();
  }

  setColours(tint: string, ink: string): void {
    this.#tint = tint;
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
    const at = (instant: EpochMs): number | null => scale.timeToCoordinate((instant / 1000) as UTCTimestamp);
    context.font = "10px system-ui, sans-serif";
    context.textBaseline = "top";
    for (const span of this.#spans) {
      const from = at(span.from);
      const last = at(span.last);
      if (from === null || last === null || last + half < 0 || from - half > size.width) continue;
      const left = from - half;
      const width = last + half - left;
      if (tinted.has(span.session)) {
        context.fillStyle = this.#tint;
        context.fillRect(left, 0, width, size.height);
      }
      const visibleLeft = Math.max(left, 0);
      if (left + width - visibleLeft < labelWidthMin) continue;
      context.fillStyle = this.#ink;
      context.fillText(labels[span.session], visibleLeft + 6, 6);
    }
  }
}
