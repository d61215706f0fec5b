/**
 * Price levels in order: a binary min-heap over slots, each with at most one level that can be changed or removed.
 * A tick looks at the top only; cost grows with the levels reached, not with the levels kept.
 */

const EMPTY = Number.POSITIVE_INFINITY;

/** Lowest level first; feed negated prices to have the highest first. */
export class LevelHeap {
  /** Heap order of slots. */
  #slots: number[] = [];
  /** Level by slot. */
  #levels: number[] = [];
  /** Position in the heap by slot, -1 when absent. */
  #positions: number[] = [];

  /** Lowest level, Infinity when empty. Read on every tick. */
  top = EMPTY;

  /** Sets the level of a slot; Infinity removes it. */
  set(slot: number, level: number): void {
    while (this.#positions.length <= slot) {
      this.#positions.push(-1);
      this.#levels.push(EMPTY);
    }
    const position = this.#positions[slot] ?? -1;
    if (level === EMPTY) {
      if (position >= 0) this.#removeAt(position);
    } else if (position < 0) {
      this.#levels[slot] = level;
      this.#slots.push(slot);
      this.#siftUp(this.#slots.length - 1);
    } else {
      const before = this.#levels[slot] ?? EMPTY;
      this.#levels[slot] = level;
      if (level < before) this.#siftUp(position);
      else this.#siftDown(position);
    }
    this.#refreshTop();
  }

  /** Takes out every slot whose level is at or below `limit`, appending it to `reached`. */
  takeReached(limit: number, reached: number[]): void {
    while (this.top <= limit) {
      const slot = this.#slots[0];
      if (slot === undefined) return;
      reached.push(slot);
      this.#removeAt(0);
      this.#refreshTop();
    }
  }

  #refreshTop(): void {
    const slot = this.#slots[0];
    this.top = slot === undefined ? EMPTY : (this.#levels[slot] ?? EMPTY);
  }

  #removeAt(position: number): void {
    const slot = this.#slots[position];
    const moved = this.#slots.pop();
    if (slot === undefined || moved === undefined) return;
    this.#positions[slot] = -1;
    if (moved === slot) return;
    this.#slots[position] = moved;
    this.#positions[moved] = position;
    this.#siftDown(position);
    this.#siftUp(this.#positions[moved] ?? position);
  }

  #siftUp(start: number): void {
    let position = start;
    const slot = this.#slots[position] ?? 0;
    const level = this.#levels[slot] ?? EMPTY;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.#slots[parent] ?? 0;
      if ((this.#levels[above] ?? EMPTY) <= level) break;
      this.#slots[position] = above;
      this.#positions[above] = position;
      position = parent;
    }
    this.#slots[position] = slot;
    this.#positions[slot] = position;
  }

  #siftDown(start: number): void {
    let position = start;
    const slot = this.#slots[position] ?? 0;
    const level = this.#levels[slot] ?? EMPTY;
    const count = this.#slots.length;
    for (;;) {
      let child = 2 * position + 1;
      if (child >= count) break;
      if (child + 1 < count && this.#levelAt(child + 1) < this.#levelAt(child)) child += 1;
      if (this.#levelAt(child) >= level) break;
      const below = this.#slots[child] ?? 0;
      this.#slots[position] = below;
      this.#positions[below] = position;
      position = child;
    }
    this.#slots[position] = slot;
    this.#positions[slot] = position;
  }

  #levelAt(position: number): number {
    return this.#levels[this.#slots[position] ?? 0] ?? EMPTY;
  }
}
