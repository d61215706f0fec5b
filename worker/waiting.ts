/**
 * Inputs of one engine that wait for their instant: alerts and what people ask, in the order in which they are applied.
 * Bounded by the inboxes: each lets at most `takenMax` on their way (worker/inbox.ts), the rest waits in Postgres.
 */
import type { EpochMs } from "@/lib/market/types";

/** An input with its instant. */
export interface WaitingInput {
  readonly receivedAt: EpochMs;
  /** Of one instant alerts (0) come before what people ask (1), each kind in order of its ids. */
  readonly rank: 0 | 1;
  readonly id: number;
  readonly apply: () => void;
}

/** The queue. */
export class WaitingInputs {
  private readonly list: WaitingInput[] = [];

  get length(): number {
    return this.list.length;
  }

  /** Puts an input in its place; nearly always the end. */
  add(input: WaitingInput): void {
    let place = this.list.length;
    while (place > 0 && isBefore(input, this.list[place - 1])) place -= 1;
    this.list.splice(place, 0, input);
  }

  /** Applies those whose instant lies before `to`, in order. */
  applyBefore(to: EpochMs): void {
    for (let next = this.list[0]; next !== undefined && next.receivedAt < to; next = this.list[0]) {
      this.list.shift();
      next.apply();
    }
  }
}

function isBefore(a: WaitingInput, b: WaitingInput | undefined): boolean {
  if (b === undefined) return false;
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt;
  return a.rank !== b.rank ? a.rank < b.rank : a.id < b.id;
}
