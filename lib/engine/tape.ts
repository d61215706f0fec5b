/**
 * The accepted ticks of one series, kept for late signals: instant, price and identity in typed columns.
 * Indexes count accepted ticks from 0 for ever; the oldest chunk is dropped past a named number of ticks.
 */
import type { EpochMs, Ticks } from "@/lib/market/types";
import type { TickRef } from "@/lib/trade/types";

const CHUNK_TICKS = 1 << 16;
const CHUNK_MASK = CHUNK_TICKS - 1;

interface Chunk {
  readonly at: Float64Array;
  readonly price: Float64Array;
  readonly ref: Float64Array;
}

function newChunk(): Chunk {
  return {
    at: new Float64Array(CHUNK_TICKS),
    price: new Float64Array(CHUNK_TICKS),
    ref: new Float64Array(CHUNK_TICKS),
  };
}

/** Saved form: columns of the ticks still held. */
export interface TapeState {
  readonly first: number;
  readonly at: Float64Array;
  readonly price: Float64Array;
  readonly ref: Float64Array;
}

/** Append-only store of accepted ticks; instants never decrease. */
export class Tape {
  readonly #ticksMax: number;
  #chunks: Chunk[] = [];
  #last: Chunk = newChunk();
  /** Index of the first tick of the first chunk. */
  #first = 0;
  #length = 0;

  /** @param ticksMax how many ticks are held at least before the oldest chunk goes */
  constructor(ticksMax: number) {
    this.#ticksMax = ticksMax;
  }

  /** Index the next tick will get. */
  get length(): number {
    return this.#length;
  }

  /** Index of the oldest tick still held. */
  get first(): number {
    return this.#first;
  }

  push(at: EpochMs, price: Ticks, ref: TickRef): void {
    const slot = this.#length & CHUNK_MASK;
    if (slot === 0) this.#grow();
    this.#last.at[slot] = at;
    this.#last.price[slot] = price;
    this.#last.ref[slot] = ref;
    this.#length += 1;
  }

  #grow(): void {
    this.#last = newChunk();
    this.#chunks.push(this.#last);
    while ((this.#chunks.length - 1) * CHUNK_TICKS > this.#ticksMax) {
      this.#chunks.shift();
      this.#first += CHUNK_TICKS;
    }
  }

  #chunkOf(index: number): Chunk {
    const chunk = this.#chunks[Math.floor((index - this.#first) / CHUNK_TICKS)];
    if (chunk === undefined || index >= this.#length) throw new RangeError(`tape: tick ${index} is not held`);
    return chunk;
  }

  at(index: number): EpochMs {
    return this.#chunkOf(index).at[index & CHUNK_MASK] ?? Number.NaN;
  }

  price(index: number): Ticks {
    return this.#chunkOf(index).price[index & CHUNK_MASK] ?? Number.NaN;
  }

  ref(index: number): TickRef {
    return this.#chunkOf(index).ref[index & CHUNK_MASK] ?? Number.NaN;
  }

  /** Index of the first held tick at or after an instant; `length` when there is none. */
  firstAtOrAfter(at: EpochMs): number {
    let low = this.#first;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  save(): TapeState {
    const held = this.#length - this.#first;
    const state = {
      first: this.#first,
      at: new Float64Array(held),
      price: new Float64Array(held),
      ref: new Float64Array(held),
    };
    this.#chunks.forEach((chunk, number) => {
      const start = number * CHUNK_TICKS;
      const count = Math.min(CHUNK_TICKS, held - start);
      state.at.set(chunk.at.subarray(0, count), start);
      state.price.set(chunk.price.subarray(0, count), start);
      state.ref.set(chunk.ref.subarray(0, count), start);
    });
    return state;
  }

  static load(state: TapeState, ticksMax: number): Tape {
    const tape = new Tape(ticksMax);
    tape.#first = state.first;
    tape.#length = state.first;
    for (let index = 0; index < state.at.length; index += 1) {
      tape.push(state.at[index] ?? 0, state.price[index] ?? 0, state.ref[index] ?? 0);
    }
    return tape;
  }
}
