/**
 * Moves the parts of a drawn ladder without React: four transforms, written only when they change, so a board of many
 * trades costs neither a render nor a layout per tick. The element is one drawn by `RLadder`.
 */
import { type LadderView, ladderShare } from "@/components/trades/ladder/ladder-scale";

type Part = "mae" | "mfe" | "be" | "now";

/** Place of a part: an element as wide as the scale, moved and shortened. */
function span(from: number, to: number): string {
  return `translateX(${(from * 100).toFixed(2)}%) scaleX(${Math.max(0, to - from).toFixed(4)})`;
}

/** The transform of every moving part for a scale up to `top` R. */
export function ladderTransforms(view: LadderView, top: number): Readonly<Record<Part, string>> {
  const at = (distance: number): number => ladderShare(distance, view.risk, top);
  const entry = at(0);
  return {
    mae: span(at(view.mae), entry),
    mfe: span(entry, at(view.noBeMfe)),
    be: span(entry, at(view.beMfe)),
    now: `translateX(${(at(view.now ?? 0) * 100).toFixed(2)}%)`,
  };
}

const partNames: readonly Part[] = ["mae", "mfe", "be", "now"];
const partsOf = new WeakMap<Element, Readonly<Record<Part, HTMLElement | null>>>();

function findParts(ladder: Element): Readonly<Record<Part, HTMLElement | null>> {
  const known = partsOf.get(ladder);
  if (known !== undefined) return known;
  const find = (part: Part): HTMLElement | null => ladder.querySelector<HTMLElement>(`[data-part="${part}"]`);
  const found = { mae: find("mae"), mfe: find("mfe"), be: find("be"), now: find("now") };
  partsOf.set(ladder, found);
  return found;
}

/** Writes `view` into the ladder. `top` must be the one the ladder was drawn with. */
export function paintLadder(ladder: Element, view: LadderView, top: number): void {
  const parts = findParts(ladder);
  const transforms = ladderTransforms(view, top);
  for (const name of partNames) {
    const part = parts[name];
    if (part !== null && part.style.transform !== transforms[name]) part.style.transform = transforms[name];
  }
  const { be } = parts;
  const differs = view.beMfe < view.noBeMfe;
  if (be !== null && be.hidden === differs) be.hidden = !differs;
}
