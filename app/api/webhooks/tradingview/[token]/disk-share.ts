/**
 * Who may write to the disk inbox while Postgres cannot say whose a token is: addresses that worked in this process
 * always, all others together only a share of it, so that made-up tokens never use up the room of real alerts. A process
 * that starts during an outage knows nobody, hence the share. Knows no disk.
 */

/** Addresses remembered. Past it the one remembered longest goes and counts as unknown. */
export const KNOWN_CALLERS_MAX = 1_000;
/** Alerts of unknown addresses kept on disk in one outage. Policy past it: 503, the sender tries again. */
export const UNKNOWN_KEPT_MAX = 500;

export class DiskShare {
  readonly #known = new Set<string>();
  readonly #unknownMax: number;
  #unknownKept = 0;

  /** @param unknownMax alerts of unknown addresses kept in one outage */
  constructor(unknownMax: number = UNKNOWN_KEPT_MAX) {
    this.#unknownMax = unknownMax;
  }

  /** Postgres has answered: whether it knows the token. The outage, if there was one, is over. */
  learned(tokenHash: string, isKnown: boolean): void {
    this.#unknownKept = 0;
    this.#known.delete(tokenHash);
    if (!isKnown) return;
    this.#known.add(tokenHash);
    const [oldest] = this.#known;
    if (this.#known.size > KNOWN_CALLERS_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Whether an alert may go to disk; counts it when its address is unknown. */
  admits(tokenHash: string): boolean {
    if (this.#known.has(tokenHash)) return true;
    if (this.#unknownKept >= this.#unknownMax) return false;
    this.#unknownKept += 1;
    return true;
  }
}
