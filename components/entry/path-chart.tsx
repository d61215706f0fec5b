"use client";
/**
 * MFE and MAE of a trade over time as steps, with the stops, first touches, exits and the closes of its minutes behind them.
 * Drawn as vectors from exact instants: a print stays sharp and follows the theme. Arrow keys walk through what happened.
 */
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from "react";
import type { GapEvidence } from "@/components/entry/evidence";
import { type PathFigures, type Step, valueAt } from "@/components/entry/path-figures";
import { type PathScale, pathScale, rungs, stepPath, timeMarks } from "@/components/entry/path-scale";
import { useWidth } from "@/components/entry/use-width";
import { type DistanceScale, type DistanceUnit, readableDistance } from "@/lib/format/excursion";
import { etTimeMs } from "@/lib/format/time";
import type { EpochMs } from "@/lib/market/types";

interface PathChartProps {
  readonly path: PathFigures;
  /** Closes of the trade's minutes as distances from the entry, at the end of each. */
  readonly closes: readonly Step[];
  readonly gaps: readonly GapEvidence[];
  readonly unit: DistanceUnit;
  readonly of: DistanceScale;
}

const chartHeight = 280;

export function PathChart({ path, closes, gaps, unit, of }: PathChartProps) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<EpochMs | null>(null);
  const scale = useMemo(() => pathScale(path, width, chartHeight), [path, width]);
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

interface DrawProps {
  readonly path: PathFigures;
  readonly scale: PathScale;
}

function Backdrop({
  path,
  scale,
  gaps,
  unit,
  of,
}: DrawProps & { readonly gaps: readonly GapEvidence[]; readonly unit: DistanceUnit; readonly of: DistanceScale }) {
  const hatch = useId();
  const end = scale.width - scale.right;
  const floor = scale.height - scale.bottom;
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--warn)" strokeWidth="1.5" opacity="0.55" />
        </pattern>
      </defs>
      {rungs(path).map((rung) => {
        const y = scale.y(rung * path.risk);
        return (
          <g key={rung}>
            <line x1={scale.left} x2={end} y1={y} y2={y} stroke="var(--line)" strokeWidth={rung === 0 ? 1.5 : 1} />
            <text x={scale.left - 8} y={y + 4} textAnchor="end" fontSize="11" fill="var(--text-2)" className="num">
              {readableDistance(rung * path.risk, unit, of)}
            </text>
          </g>
        );
      })}
      {timeMarks(path, scale).map(({ at, text }) => (
        <g key={at}>
          <line x1={scale.x(at)} x2={scale.x(at)} y1={scale.top} y2={floor} stroke="var(--grid)" />
          <text x={scale.x(at)} y={floor + 16} textAnchor="middle" fontSize="11" fill="var(--text-2)">
            {text}
          </text>
        </g>
      ))}
      {gaps.map((gap) => {
        const from = Math.max(scale.left, scale.x(gap.fromAt));
        const to = Math.min(end, scale.x(gap.toAt ?? path.until));
        if (to < scale.left || from > end) return null;
        return (
          <rect
            key={gap.fromAt}
            x={from}
            y={scale.top}
            width={Math.max(3, to - from)}
            height={floor - scale.top}
            fill={`url(#${hatch})`}
          />
        );
      })}
    </>
  );
}

function Lines({ path, scale, closes }: DrawProps & { readonly closes: readonly Step[] }) {
  const favourable = stepPath(path.favourable, path.until, scale);
  const zero = scale.y(0).toFixed(1);
  const stopY = scale.y(-path.risk);
  return (
    <>
      <path d={`${favourable}V${zero}H${scale.x(path.from).toFixed(1)}Z`} fill="var(--up-mark)" opacity="0.1" />
      <path
        d={`${stepPath(path.adverse, path.until, scale)}V${zero}H${scale.x(path.from).toFixed(1)}Z`}
        fill="var(--down-mark)"
        opacity="0.08"
      />
      <polyline
        points={(path.now === null ? closes : [...closes, path.now])
          .map(({ at, value }) => `${scale.x(at).toFixed(1)},${scale.y(value).toFixed(1)}`)
          .join(" ")}
        fill="none"
        stroke="var(--text-3)"
        strokeWidth="1"
      />
      <line
        x1={scale.x(path.from)}
        x2={scale.x(path.until)}
        y1={stopY}
        y2={stopY}
        stroke="var(--danger)"
        strokeWidth="1.5"
        strokeDasharray="5 3"
      />
      <path
        d={stepPath(path.beStop, path.beUntil, scale)}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeDasharray="2 3"
      />
      <path d={stepPath(path.adverse, path.until, scale)} fill="none" stroke="var(--down-mark)" strokeWidth="1.5" />
      <path d={favourable} fill="none" stroke="var(--up-mark)" strokeWidth="2" />
      {path.legsDiffer && (
        <path d={stepPath(path.beFavourable, path.until, scale)} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
      )}
    </>
  );
}

const markColours = {
  target: "var(--up-mark)",
  trigger: "var(--accent)",
  "be-exit": "var(--accent)",
  exit: "var(--danger)",
} as const;

function Marks({ path, scale }: DrawProps) {
  return (
    <>
      {path.marks.map(({ at, value, kind, label }) => {
        const [x, y] = [scale.x(at), scale.y(value)];
        const nearEnd = x > scale.width - 90;
        return (
          <g key={`${kind} ${label}`}>
            {kind === "exit" ? (
              <path d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} stroke={markColours[kind]} strokeWidth="2" />
            ) : kind === "target" ? (
              <circle cx={x} cy={y} r="3.5" fill={markColours[kind]} />
            ) : (
              <rect
                x={x - 3.5}
                y={y - 3.5}
                width="7"
                height="7"
                transform={`rotate(45 ${x} ${y})`}
                fill={kind === "trigger" ? markColours[kind] : "var(--surface-0)"}
                stroke={markColours[kind]}
                strokeWidth="1.5"
              />
            )}
            <text
              x={nearEnd ? x - 7 : x + 7}
              y={kind === "trigger" ? y + 14 : y - 6}
              textAnchor={nearEnd ? "end" : "start"}
              fontSize="11"
              fill="var(--text-1)"
              stroke="var(--surface-0)"
              strokeWidth="3"
              paintOrder="stroke"
            >
              {label}
            </text>
          </g>
        );
      })}
      {path.now !== null && (
        <circle
          cx={scale.x(path.now.at)}
          cy={scale.y(path.now.value)}
          r="4"
          fill="var(--text-1)"
          stroke="var(--surface-0)"
          strokeWidth="2"
        />
      )}
    </>
  );
}

function Cursor({ path, scale, at }: DrawProps & { readonly at: EpochMs }) {
  const x = scale.x(at);
  const best = valueAt(path.favourable, at);
  const worst = valueAt(path.adverse, at);
  return (
    <g pointerEvents="none">
      <line
        x1={x}
        x2={x}
        y1={scale.top}
        y2={scale.height - scale.bottom}
        stroke="var(--text-3)"
        strokeDasharray="2 2"
      />
      {best !== null && <circle cx={x} cy={scale.y(best)} r="3" fill="var(--up-mark)" />}
      {worst !== null && <circle cx={x} cy={scale.y(worst)} r="3" fill="var(--down-mark)" />}
    </g>
  );
}
