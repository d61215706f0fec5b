"use client";
/**
 * MFE and MAE of a trade over time as steps, with the stops, first touches, exits and the closes of its minutes behind them.
 * Drawn as vectors from exact instants: a print stays sharp and follows the theme. Arrow keys walk through what happened.
 */
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from "react";
import type { GapEvidence } from "@/components/entry/evidence";
import { Backdrop, Corrected, Cursor, Lines, Marks } from "@/components/entry/path-drawing";
import { type CorrectedLevel, type PathFigures, type Step, valueAt } from "@/components/entry/path-figures";
import { pathScale } from "@/components/entry/path-scale";
import { useWidth } from "@/components/entry/use-width";
import { type DistanceScale, type DistanceUnit, readableDistance } from "@/lib/format/excursion";
import { etTimeMs } from "@/lib/format/time";
import type { EpochMs } from "@/lib/market/types";

interface PathChartProps {
  readonly path: PathFigures;
  /** Closes of the trade's minutes as distances from the entry, at the end of each. */
  readonly closes: readonly Step[];
  readonly gaps: readonly GapEvidence[];
  /** Levels a person corrected; empty when there are none. */
  readonly corrected: readonly CorrectedLevel[];
  readonly unit: DistanceUnit;
  readonly of: DistanceScale;
}

const chartHeight = 280;

export function PathChart({ path, closes, gaps, corrected, unit, of }: PathChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<EpochMs | null>(null);
  const scale = useMemo(
    () =>
      pathScale(
        path,
        width,
        chartHeight,
        corrected.map(({ value }) => value),
      ),
    [path, width, corrected],
  );
  const stops = useMemo(() => instantsOf(path), [path]);

  function onPointer(event: PointerEvent<SVGSVGElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const at = scale.at(((event.clientX - box.left) / box.width) * scale.width);
    setCursor(Math.min(path.until, Math.max(path.from, Math.round(at))));
  }

  function onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const ahead =
      step === 1 ? stops.find((at) => at > (cursor ?? -1)) : stops.findLast((at) => at < (cursor ?? path.until + 1));
    if (ahead !== undefined) setCursor(ahead);
  }

  return (
    <div ref={frame} className="px-1 pb-1">
      <Readout path={path} closes={closes} cursor={cursor} unit={unit} of={of} />
      {width > 0 && (
        <div
          role="slider"
          tabIndex={0}
          aria-label="Instant on the path"
          aria-valuemin={path.from}
          aria-valuemax={path.until}
          aria-valuenow={cursor ?? path.until}
          aria-valuetext={readoutText(path, closes, cursor ?? path.until, unit, of)}
          onKeyDown={onKey}
          className="-outline-offset-2"
        >
          <svg
            viewBox={`0 0 ${scale.width} ${scale.height}`}
            className="block w-full touch-pan-y select-none"
            aria-hidden
            onPointerMove={onPointer}
            onPointerLeave={() => setCursor(null)}
          >
            <Backdrop path={path} scale={scale} gaps={gaps} unit={unit} of={of} />
            <Lines path={path} scale={scale} closes={closes} />
            <Corrected path={path} scale={scale} levels={corrected} />
            <Marks path={path} scale={scale} />
            {cursor !== null && <Cursor path={path} scale={scale} at={cursor} />}
          </svg>
        </div>
      )}
    </div>
  );
}

/** Every instant something happened at, in order. */
function instantsOf(path: PathFigures): readonly EpochMs[] {
  const all = [...path.favourable, ...path.adverse, ...path.marks].map(({ at }) => at);
  return [...new Set([path.from, ...all, path.until])].sort((a, b) => a - b);
}

type ReadProps = Pick<PathChartProps, "path" | "closes" | "unit" | "of">;

function parts({ path, closes, unit, of }: ReadProps, at: EpochMs): readonly (readonly [string, string, string])[] {
  const text = (value: number | null): string => (value === null ? "—" : readableDistance(value, unit, of));
  const price = path.now !== null && at >= path.now.at ? path.now.value : valueAt(closes, at);
  const legs = path.legsDiffer
    ? ([
        ["MFE No-BE", text(valueAt(path.favourable, at)), "text-up"],
        ["MFE BE", text(valueAt(path.beFavourable, at)), "text-accent"],
      ] as const)
    : ([["MFE", text(valueAt(path.favourable, at)), "text-up"]] as const);
  const beStop = valueAt(path.beStop, at);
  const stop =
    at > path.beUntil
      ? "BE leg out"
      : beStop === -path.risk
        ? "both stops at −1R"
        : beStop === 0
          ? "BE stop at entry"
          : "BE stop off the entry";
  return [
    ...legs,
    ["MAE", text(valueAt(path.adverse, at)), "text-down"],
    ["price", text(price), "text-text-1"],
    ["", stop, "text-text-2"],
  ];
}

function readoutText(
  path: PathFigures,
  closes: readonly Step[],
  at: EpochMs,
  unit: DistanceUnit,
  of: DistanceScale,
): string {
  const said = parts({ path, closes, unit, of }, at).map(([name, value]) => `${name} ${value}`.trim());
  const happened = path.marks.filter((mark) => mark.at === at).map((mark) => mark.label);
  return [`${etTimeMs(at)} New York`, ...happened, ...said].join(", ");
}

function Readout({ cursor, ...props }: ReadProps & { readonly cursor: EpochMs | null }) {
  const at = cursor ?? props.path.until;
  return (
    <p className="flex min-h-6 flex-wrap items-center gap-x-4 px-2 pt-1 text-12 text-text-2" aria-hidden>
      <span className="num text-text-1">{etTimeMs(at)} ET</span>
      {parts(props, at).map(([name, value, colour]) => (
        <span key={name || "stop"}>
          {name} <span className={name === "" ? colour : `num ${colour}`}>{value}</span>
        </span>
      ))}
    </p>
  );
}
