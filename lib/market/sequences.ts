/**
 * The set of sequence numbers already seen in one series, for dropping repeated ticks (replay format A-05).
 * Numbers come mostly in order, so they are kept as bits in pages; what does not fit a page number is kept as text.
 */

/** Bits of a page; a page is 512 bytes. */
const PAGE_BITS = 4_096;
const WORD_BITS = 32;

/** JSON-safe form of a set of sequences. */
export interface SequencesState {
  readonly pages: readonly (readonly [page: number, words: readonly number[]])[];
  readonly others: readonly string[];
}

/** Set of vendor sequence numbers: integers, bigints where a number would lose digits. */
export class SeenSequences {
  readonly #pages = new Map<number, Uint32Array>();
  readonly #others = new Set<string>();
  #page = Number.NaN;
  #words: Uint32Array = new Uint32Array(0);

  /** Adds a sequence. @returns false when it was there already */
  add(sequence: number | bigint): boolean {
    if (typeof sequence === "bigint" || !Number.isSafeInteger(sequence) || sequence < 0) {
      if (typeof sequence === "bigint" && sequence >= 0n && sequence <= BigInt(Number.MAX_SAFE_INTEGER)) {
        return this.add(Number(sequence));
      }
      const text = String(sequence);
      if (this.#others.has(text)) return false;
      this.#others.add(text);
      return true;
    }
    const page = Math.floor(sequence / PAGE_BITS);
    if (page !== this.#page) this.#select(page);
    const bit = sequence - page * PAGE_BITS;
    const word = bit >>> 5;
    const mask = 1 << (bit & (WORD_BITS - 1));
    const before = this.#words[word] ?? 0;
    if ((before & mask) !== 0) return false;
    this.#words[word] = before | mask;
    return true;
  }

  #select(page: number): void {
    let words = this.#pages.get(page);
    if (words === undefined) {
      words = new Uint32Array(PAGE_BITS / WORD_BITS);
      this.#pages.set(page, words);
    }
    this.#page = page;
    this.#words = words;
  }

  save(): SequencesState {
    return { pages: [...this.#pages].map(([page, words]) => [page, [...words]]), others: [...this.#others] };
  }

  static load(state: SequencesState): SeenSequences {
    const made = new SeenSequences();
    for (const [page, words] of state.pages) made.#pages.set(page, Uint32Array.from(words));
    for (const text of state.others) made.#others.add(text);
    return made;
  }
}
