/**
 * The R ladder: one horizontal scale from −1R. Filled to MFE, thin to MAE, a marker for now, ticks at whole R with the time of
 * first touch, the stop and break-even as lines; a second bar where the break-even leg has ended lower than the other.
 */
import type { TradeFigures } from "@/components/trades/trade-figures";
import { readableR } from "@/lib/format/number";
import { etTime } from "@/lib/format/time";
import type { EpochMs } from "@/lib/market/types";

interface RLadderProps {
  readonly figures: TradeFigures;
  /** First touch of target n. */
  readonly targetsHit: Readonly<Record<string, EpochMs>>;
  /** Old numbers lose their colour. */
  readonly current: boolean;
}

/** Shortest scale: up to this R. */
const topMin = 3;
/** More whole-R labels than this would run into each other. */
const labelsMax = 8;

const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;

export function RLadder({ figures, targetsHit, current }: RLadderProps) {
  const { risk } = figures;
  const top = Math.max(topMin, Math.ceil(Math.max(figures.noBeMfe, figures.now) / risk + 0.25));
  // Room at both ends, so that the outermost marks and labels stay inside.
  const at = (ticks: number): string => percent(0.02 + (0.95 * (ticks / risk + 1)) / (top + 1));
  const width = (from: number, to: number): string => `calc(${at(to)} - ${at(from)})`;
  const step = Math.ceil(top / labelsMax);
  const rungs = Array.from({ length: top }, (_, index) => index + 1);
  const summary = `Now ${readableR(figures.now, risk)}, best ${readableR(figures.noBeMfe, risk)}, worst ${readableR(figures.mae, risk)}`;
  return (
    <div role="img" aria-label={summary} className="relative h-9 w-full min-w-40 select-none" data-testid="r-ladder">
      <span className="absolute inset-x-0 top-[11px] h-1.5 rounded-full bg-surface-3" />
      <span
        className={`absolute top-[13px] h-0.5 ${current ? "bg-down-mark" : "bg-text-3"}`}
        style={{ left: at(figures.mae), width: width(figures.mae, 0) }}
      />
      <span
        className={`absolute top-[11px] h-1.5 rounded-e-full ${current ? "bg-up-mark" : "bg-text-3"}`}
        style={{ left: at(0), width: width(0, figures.noBeMfe) }}
      />
      {figures.beMfe < figures.noBeMfe && (
        <span
          className="absolute top-[19px] h-0.5 bg-text-2"
          style={{ left: at(0), width: width(0, figures.beMfe) }}
          title={`Break-even leg: best ${readableR(figures.beMfe, risk)}`}
        />
      )}
      <Line at={at(-risk)} className="bg-danger" title="Stop, −1R" />
      <Line
        at={at(0)}
        className={figures.beArmed && figures.beOpen ? "bg-accent" : "bg-text-3"}
        title={figures.beArmed && figures.beOpen ? "Entry: break-even stop is here" : "Entry"}
      />
      <span
        className="absolute top-[21px] -translate-x-1/2 text-[10px] leading-3 text-text-3"
        style={{ left: at(-risk) }}
      >
        −1R
      </span>
      {rungs.map((rung) => {
        const touchedAt = targetsHit[String(rung)];
        return (
          <span key={rung} className="absolute top-0 h-full" style={{ left: at(rung * risk) }}>
            <span
              className={`absolute top-[9px] h-2.5 w-px ${touchedAt === undefined ? "bg-text-3/60" : "bg-text-1"}`}
              title={
                touchedAt === undefined ? `${rung}R not reached` : `${rung}R first touched ${etTime(touchedAt)} ET`
              }
            />
            {rung % step === 0 && (
              <span className="absolute top-[21px] -translate-x-1/2 text-[10px] leading-3 text-text-3">{rung}R</span>
            )}
          </span>
        );
      })}
      <span
        className="absolute top-[2px] size-0 -translate-x-1/2 border-x-[5px] border-t-[8px] border-x-transparent border-t-text-1"
        style={{ left: at(figures.now) }}
      />
    </div>
  );
}

function Line({ at, className, title }: { readonly at: string; readonly className: string; readonly title: string }) {
  return (
    <span className={`absolute top-[6px] h-4 w-0.5 -translate-x-1/2 ${className}`} style={{ left: at }} title={title} />
  );
}
