/**
 * The R ladder, the product's signature: one horizontal scale from −1R. Filled to MFE, thin to MAE, a marker for now, ticks
 * at whole R with the time of first touch, stop and break-even as lines, a second bar where the break-even leg ended lower.
 * Three sizes: `row` in lists, `card` on a phone and in summaries, `page` over the full width with the times written out.
 */
import { memo, type Ref } from "react";
import {
  type LadderView,
  labelledRungs,
  ladderSentence,
  ladderShare,
  ladderTop,
} from "@/components/trades/ladder/ladder-scale";
import { ladderPlaces } from "@/components/trades/ladder/paint-ladder";
import { Rung } from "@/components/trades/ladder/rung";
import { readableR } from "@/lib/format/number";

export type LadderSize = "row" | "card" | "page";

interface RLadderProps {
  readonly view: LadderView;
  readonly size: LadderSize;
  /** False for numbers that are old: they lose their colour. */
  readonly current?: boolean;
  /** Price at a whole R (−1 is the stop, 0 the entry) as text, for the hints. */
  readonly priceAt?: (rung: number) => string;
  /** Top of the scale in R; by default what the view needs. */
  readonly top?: number;
  readonly ref?: Ref<HTMLDivElement>;
}

/** Px from the top: the scale's bar and its thickness, the labels under it. */
const looks = {
  row: {
    box: "h-10 min-w-40",
    bar: "top-3 h-1.5",
    be: "top-[20px] h-0.5",
    mae: "top-[14px] h-0.5",
    line: "top-1.5 h-4.5",
    label: "bottom-0",
    labels: 9,
  },
  card: {
    box: "h-11 min-w-40",
    bar: "top-3.5 h-2",
    be: "top-[24px] h-0.5",
    mae: "top-[17px] h-0.5",
    line: "top-2 h-5",
    label: "bottom-0",
    labels: 6,
  },
  page: {
    box: "h-20 min-w-64",
    bar: "top-6 h-3",
    be: "top-[38px] h-1",
    mae: "top-[28px] h-1",
    line: "top-4 h-7",
    // Above the times.
    label: "bottom-4",
    labels: 20,
  },
} as const satisfies Readonly<Record<LadderSize, Readonly<Record<string, string | number>>>>;

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

export const RLadder = memo(function RLadder({ view, size, current = true, priceAt, top: given, ref }: RLadderProps) {
  const look = looks[size];
  const { risk, touches } = view;
  const top = given ?? ladderTop(Math.max(view.noBeMfe, view.now ?? 0), risk);
  const { bars, now } = ladderPlaces(view, top);
  const labelled = labelledRungs(top, look.labels);
  const at = (distance: number): string => percent(ladderShare(distance, risk, top));
  const newest = Math.max(0, ...Object.keys(touches).map(Number));
  const armed = view.beArmed && view.beOpen;
  const beAtEntry = armed && view.beStop === 0;
  return (
    <div
      ref={ref}
      role="img"
      aria-label={ladderSentence(view)}
      data-testid="r-ladder"
      data-top={top}
      className={`relative w-full select-none ${look.box}`}
    >
      <div className="absolute inset-y-0 right-3.5 left-3.5">
        <span className={`absolute inset-x-0 rounded-full bg-surface-3 ${look.bar}`} />
        <span
          data-part="mae"
          className={`absolute ${look.mae} ${current ? "bg-down-mark" : "bg-text-3"}`}
          style={bars.mae}
        />
        <span
          data-part="mfe"
          className={`absolute ${look.bar} ${current ? "bg-up-mark" : "bg-text-3"}`}
          style={bars.mfe}
        />
        <span
          data-part="be"
          hidden={view.beMfe >= view.noBeMfe}
          className={`absolute ${look.be} bg-text-1`}
          style={bars.be}
        />
        {Array.from({ length: top }, (_, index) => index + 1).map((rung) => (
          <Rung
            key={rung}
            at={at(rung * risk)}
            rung={rung}
            size={size}
            touchedAt={touches[String(rung)] ?? null}
            labelled={labelled.has(rung)}
            newest={rung === newest}
            price={priceAt?.(rung)}
          />
        ))}
        <Line at={at(-risk)} look={look} className="bg-danger" label="−1R" title={hint("Stop", priceAt?.(-1))} />
        {view.beOpen && !view.beArmed && view.beTrigger !== risk && (
          <Line
            at={at(view.beTrigger)}
            look={look}
            className="bg-accent/50"
            title={`Break-even trigger at ${readableR(view.beTrigger, risk)}`}
          />
        )}
        {armed && view.beStop !== 0 && (
          <Line
            at={at(view.beStop)}
            look={look}
            className="bg-accent"
            label="BE"
            title={`Break-even stop at ${readableR(view.beStop, risk)}`}
          />
        )}
        <Line
          at={at(0)}
          look={look}
          className={beAtEntry ? "bg-accent" : "bg-text-3"}
          label={beAtEntry ? "BE" : undefined}
          title={hint(beAtEntry ? "Break-even stop at the entry" : "Entry", priceAt?.(0))}
        />
        {view.now !== null && (
          <span
            data-part="now"
            className="pointer-events-none absolute inset-y-0 left-0 w-full"
            style={{ transform: now }}
          >
            <NowMark size={size} />
          </span>
        )}
      </div>
    </div>
  );
});

function hint(what: string, price: string | undefined): string {
  return price === undefined ? what : `${what} ${price}`;
}

/** The present price: a pointer above the bar, drawn over everything. */
function NowMark({ size }: { readonly size: LadderSize }) {
  const look = {
    row: "top-[3px] border-x-[5px] border-t-[9px]",
    card: "top-[4px] border-x-[5px] border-t-[10px]",
    page: "top-[10px] border-x-[7px] border-t-[13px]",
  }[size];
  return <span className={`absolute left-0 size-0 -translate-x-1/2 border-x-transparent border-t-text-1 ${look}`} />;
}

interface LineProps {
  readonly at: string;
  readonly look: { readonly line: string; readonly label: string };
  readonly className: string;
  readonly label?: string | undefined;
  readonly title: string;
}

function Line({ at, look, className, label, title }: LineProps) {
  return (
    <span className="absolute inset-y-0 w-3 -translate-x-1/2" style={{ left: at }} title={title}>
      <span className={`absolute left-1/2 w-0.5 -translate-x-1/2 ${look.line} ${className}`} />
      {label !== undefined && (
        <span className={`absolute left-1/2 -translate-x-1/2 text-11 leading-3 text-text-2 ${look.label}`}>
          {label}
        </span>
      )}
    </span>
  );
}
