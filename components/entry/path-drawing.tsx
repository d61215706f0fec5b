/** The layers of the path chart, back to front, each drawn from the same figures and scale. */
import { useId } from "react";
import type { GapEvidence } from "@/components/entry/evidence";
import { type CorrectedLevel, type PathFigures, type Step, valueAt } from "@/components/entry/path-figures";
import { type PathScale, rungs, stepPath, timeMarks } from "@/components/entry/path-scale";
import { type DistanceScale, type DistanceUnit, readableDistance } from "@/lib/format/excursion";
import type { EpochMs } from "@/lib/market/types";

interface DrawProps {
  readonly path: PathFigures;
  readonly scale: PathScale;
}

/** Lines across for whole R, times, and hatched spans without trades. */
export function Backdrop({
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

/** Second lines: the levels as a person corrected them. */
export function Corrected({ path, scale, levels }: DrawProps & { readonly levels: readonly CorrectedLevel[] }) {
  return levels.map(({ name, value }) => {
    const y = scale.y(value);
    return (
      <g key={name}>
        <line
          x1={scale.x(path.from)}
          x2={scale.width - scale.right}
          y1={y}
          y2={y}
          stroke="var(--info)"
          strokeDasharray="8 3 2 3"
        />
        <text x={scale.width - scale.right - 4} y={y - 4} textAnchor="end" fontSize="11" fill="var(--info)">
          {name}, corrected
        </text>
      </g>
    );
  });
}

/** MFE, MAE, stops and closes. */
export function Lines({ path, scale, closes }: DrawProps & { readonly closes: readonly Step[] }) {
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

/** First touches, the arming of break-even and the exits. */
export function Marks({ path, scale }: DrawProps) {
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

/** The instant under the pointer. */
export function Cursor({ path, scale, at }: DrawProps & { readonly at: EpochMs }) {
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
