/** Where instants and distances lie on the path chart, and which lines its axes get. Pure; pixels of the drawing. */
import type { PathFigures } from "@/components/entry/path-figures";
import { etDay, etMinute, etTime } from "@/lib/format/time";
import type { EpochMs, Ticks } from "@/lib/market/types";

export interface PathScale {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (at: EpochMs) => number;
  readonly y: (value: Ticks) => number;
  /** The instant under a pixel. */
  readonly at: (x: number) => EpochMs;
}

const margins = { left: 64, right: 16, top: 14, bottom: 24 } as const;
/** Space above and below the extremes, share of the drawn range. */
const headroom = 0.08;
/** A trade of no length is drawn this long, ms. */
const spanMin = 10_000;

/** @param more distances that belong into the picture too */
export function pathScale(path: PathFigures, width: number, height: number, more: readonly Ticks[] = []): PathScale {
  const { left, right, top, bottom } = margins;
  const best = Math.max(path.risk, ...more, ...path.favourable.map(({ value }) => value));
  const worst = Math.min(-path.risk, ...more, ...path.adverse.map(({ value }) => value));
  const room = (best - worst) * headroom;
  const [high, low] = [best + room, worst - room];
  const span = Math.max(spanMin, path.until - path.from);
  const inner = { width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) };
  return {
    ...{ width, height, left, right, top, bottom },
    x: (at) => left + ((at - path.from) / span) * inner.width,
    y: (value) => top + ((high - value) / (high - low)) * inner.height,
    at: (x) => path.from + ((x - left) / inner.width) * span,
  };
}

/** More lines across than this would be noise. */
const rungsMax = 9;

/** Whole R that get a line, from the stop upwards; every n-th where there are many. */
export function rungs(path: PathFigures): readonly number[] {
  const top = Math.max(1, Math.floor(Math.max(path.risk, ...path.favourable.map(({ value }) => value)) / path.risk));
  const step = Math.ceil((top + 1) / rungsMax);
  const up = Array.from({ length: Math.floor(top / step) }, (_, index) => (index + 1) * step);
  return [-1, 0, ...up];
}

const minute = 60_000;
const timeSteps = [
  ...[1_000, 5_000, 15_000, 30_000],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 4, 6, 12, 24, 48, 120, 240].map((hours) => hours * 60 * minute),
] as const;
/** Room a time label needs, px. */
const labelWidth = 76;

/** Instants that get a label, at round times. */
export function timeMarks(
  path: PathFigures,
  scale: PathScale,
): readonly { readonly at: EpochMs; readonly text: string }[] {
  const span = Math.max(spanMin, path.until - path.from);
  const count = Math.max(1, Math.floor((scale.width - scale.left - scale.right) / labelWidth));
  const step = timeSteps.find((candidate) => span / candidate <= count) ?? timeSteps.at(-1) ?? span;
  const marks: { at: EpochMs; text: string }[] = [];
  for (let at = Math.ceil(path.from / step) * step; at <= path.from + span; at += step) {
    marks.push({ at, text: step < minute ? etTime(at) : step < 24 * 60 * minute ? etMinute(at) : etDay(at) });
  }
  return marks;
}

/** SVG path of steps: each value holds until the next, the last until `until`. */
export function stepPath(
  steps: readonly { readonly at: EpochMs; readonly value: Ticks }[],
  until: EpochMs,
  scale: PathScale,
): string {
  const [first] = steps;
  if (first === undefined) return "";
  const point = (value: number): string => value.toFixed(1);
  let path = `M${point(scale.x(first.at))} ${point(scale.y(first.value))}`;
  for (const { at, value } of steps.slice(1)) path += `H${point(scale.x(at))}V${point(scale.y(value))}`;
  return `${path}H${point(scale.x(Math.max(until, steps.at(-1)?.at ?? until)))}`;
}
