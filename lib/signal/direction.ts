/**
 * Words for the two directions (methodology 2.2). Used by the parser of alerts and by the bias check.
 * Knows no payloads.
 */
import type { Direction } from "@/lib/signal/types";

const WORDS: Readonly<Record<string, Direction>> = {
  bullish: "bullish",
  bull: "bullish",
  long: "bullish",
  buy: "bullish",
  bearish: "bearish",
  bear: "bearish",
  short: "bearish",
  sell: "bearish",
};

/** Direction a word names, in any case; null for Neutral and for every unknown word (INV-22: never a default). */
export function directionOf(word: string): Direction | null {
  const key = word.trim().toLowerCase();
  return Object.hasOwn(WORDS, key) ? (WORDS[key] ?? null) : null;
}

/** Whether any word the message carries names the other direction (check 4, A-17); Neutral and unknown words are not. */
export function contradicts(words: readonly (string | null)[], direction: Direction): boolean {
  return words.some((word) => word !== null && directionOf(word) === opposite(direction));
}

/** The other direction. */
export function opposite(direction: Direction): Direction {
  return direction === "bullish" ? "bearish" : "bullish";
}
