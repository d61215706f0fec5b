/**
 * Fair values of four correlated indices. Each is its anchor times a slow wave that depends on the clock alone, times
 * short-lived moves that fade within minutes. So an exchange that is started again goes on near where it was,
 * and prices stay plausible however long it runs. Pure given its random stream.
 */
import type { EpochMs } from "@/lib/market/types";
import type { Rng } from "@/worker/simulator/rng";

export type IndexRoot = "NQ" | "ES" | "YM" | "RTY";

interface IndexModel {
  /** Level in points around which everything moves. */
  readonly anchor: number;
  /** Response to the common move. */
  readonly beta: number;
}

export const INDICES: Readonly<Record<IndexRoot, IndexModel>> = {
  NQ: { anchor: 25_100, beta: 1.25 },
  ES: { anchor: 6_780, beta: 1 },
  YM: { anchor: 47_300, beta: 0.85 },
  RTY: { anchor: 2_480, beta: 1.2 },
};

export const INDEX_ROOTS: readonly IndexRoot[] = ["NQ", "ES", "YM", "RTY"];

/** Slow waves of the common level: period in minutes and amplitude as a part of the level. */
const WAVES: readonly (readonly [minutes: number, amplitude: number])[] = [
  [41, 0.0011],
  [187, 0.0024],
  [655, 0.004],
  [7_205, 0.011],
];
/** Volatility of the common short move per square root of a second, at average liveliness. */
const COMMON_SIGMA = 0.00004;
/** Volatility of what only one index does. */
const OWN_SIGMA = 0.000018;
/** Short moves fade with this time constant. */
const FADE_S = 420;

export class FairValues {
  readonly #rng: Rng;
  readonly #phase: number;
  #common = 0;
  readonly #own: Record<IndexRoot, number> = { NQ: 0, ES: 0, YM: 0, RTY: 0 };

  constructor(rng: Rng, seed: number) {
    this.#rng = rng;
    this.#phase = seed * 0.618;
  }

  /** Moves on by `stepMs` with the given liveliness. */
  step(stepMs: number, volatility: number): void {
    const seconds = stepMs / 1000;
    const fade = Math.exp(-seconds / FADE_S);
    const shock = Math.sqrt(seconds) * volatility;
    this.#common = this.#common * fade + COMMON_SIGMA * shock * this.#rng.normal();
    for (const root of INDEX_ROOTS) {
      this.#own[root] = this.#own[root] * fade + OWN_SIGMA * shock * this.#rng.normal();
    }
  }

  /** Fair value of an index in points. */
  at(root: IndexRoot, at: EpochMs): number {
    const { anchor, beta } = INDICES[root];
    return anchor * Math.exp(beta * (this.#wave(at) + this.#common) + this.#own[root]);
  }

  #wave(at: EpochMs): number {
    const minutes = at / 60_000;
    return WAVES.reduce((sum, [period, amplitude], index) => {
      return sum + amplitude * Math.sin((2 * Math.PI * minutes) / period + this.#phase * (index + 1));
    }, 0);
  }
}
