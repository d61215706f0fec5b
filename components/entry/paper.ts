"use client";
/** A sheet of paper is white whatever the screen is: the light theme stands while the page is printed. */

/** Width of a column of the sheet, in px of the page before it is scaled (app/globals.css). */
export const paperColumn = 520;

/** Scale of a sheet with little on it, and the smallest that can be read; a longer trade takes a second sheet. */
const largestZoom = 0.68;
const smallestZoom = 0.4;

/** How much fits at the largest scale, and what a sheet holds besides, both in lines; found by printing trades of 3 to 10 events. */
const linesAtLargest = 15;
const linesBesides = 28;

/**
 * Scale at which a trade stays on one sheet.
 * @param events lines of its history; each is nearly always a line of the touches too
 * @param marks data-quality marks and gaps, two lines each
 */
export function paperZoom(events: number, marks: number): number {
  const lines = 2 * (events + marks);
  const zoom = (largestZoom * (linesBesides + linesAtLargest)) / (linesBesides + Math.max(lines, linesAtLargest));
  return Math.max(smallestZoom, Math.round(zoom * 1000) / 1000);
}

/**
 * Calls `before` when a print begins, in the light theme already, and `after` when it is over; returns what stops it.
 * Several callers share the theme: the first switches it, the last gives it back.
 */
export function onPaper(before: () => void, after: () => void): () => void {
  const begin = (): void => {
    lend();
    before();
  };
  const end = (): void => {
    after();
    giveBack();
  };
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  return () => {
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
  };
}

let borrowers = 0;
let own: string | undefined;

function lend(): void {
  borrowers += 1;
  if (borrowers > 1) return;
  const { dataset } = document.documentElement;
  own = dataset["theme"];
  dataset["theme"] = "light";
}

function giveBack(): void {
  borrowers = Math.max(0, borrowers - 1);
  if (borrowers > 0) return;
  const { dataset } = document.documentElement;
  if (own === undefined) delete dataset["theme"];
  else dataset["theme"] = own;
}
