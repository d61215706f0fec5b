/**
 * Moves the parts of a drawn ladder without React, each written only when it changes, so a board of many trades costs no
 * render per tick. The marker for now, which moves with every tick, is a transform; the bars, which only ever reach further,
 * are plain boxes: a transform for each would cost the browser more in every frame than the rare layout of one line.
 */
import { type LadderView, ladderShare } from "@/components/trades/ladder/ladder-scale";

type Bar = "mae" | "mfe" | "be";

/** A bar's place on the scale as CSS lengths. */
export interface BarPlace {
  readonly left: string;
  readonly width: string;
}

export interface LadderPlaces {
  readonly bars: Readonly<Record<Bar, BarPlace>>;
  /** Transform of an element as wide as the scale. */
  readonly now: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

function span(from: number, to: number): BarPlace {
  return { left: percent(from), width: percent(Math.max(0, to - from)) };
}

/** Where every moving part lies on a scale up to `top` R. */
export function ladderPlaces(view: LadderView, top: number): LadderPlaces {
  const at = (distance: number): number => ladderShare(distance, view.risk, top);
  const entry = at(0);
  return {
    bars: { mae: span(at(view.mae), entry), mfe: span(entry, at(view.noBeMfe)), be: span(entry, at(view.beMfe)) },
    now: `translateX(${percent(at(view.now ?? 0))})`,
  };
}

const barNames: readonly Bar[] = ["mae", "mfe", "be"];
type Parts = Readonly<Record<Bar | "now", HTMLElement | null>>;
const partsOf = new WeakMap<Element, Parts>();

function findParts(ladder: Element): Parts {
  const known = partsOf.get(ladder);
  // A part that React drew anew (a trade that closed and one that lives) is looked up again.
  if (known?.mfe?.isConnected === true && known.now !== null) return known;
  const find = (part: keyof Parts): HTMLElement | null => ladder.querySelector<HTMLElement>(`[data-part="${part}"]`);
  const found = { mae: find("mae"), mfe: find("mfe"), be: find("be"), now: find("now") };
  partsOf.set(ladder, found);
  return found;
}

/** Writes `view` into the ladder. `top` must be the one the ladder was drawn with. */
export function paintLadder(ladder: Element, view: LadderView, top: number): void {
  const parts = findParts(ladder);
  const places = ladderPlaces(view, top);
  for (const name of barNames) {
    const part = parts[name];
    const { left, width } = places.bars[name];
    if (part === null) continue;
    if (part.style.left !== left) part.style.left = left;
    if (part.style.width !== width) part.style.width = width;
  }
  const { be, now } = parts;
  if (now !== null && now.style.transform !== places.now) now.style.transform = places.now;
  const differs = view.beMfe < view.noBeMfe;
  if (be !== null && be.hidden === differs) be.hidden = !differs;
}
