/**
 * Hashes and checks passwords (scrypt, about 0.1 s and 32 MB each) a few at a time.
 * A flood of sign-ins must not take the processor and memory from everything else this process does.
 */
import { hashPassword, verifyPassword } from "better-auth/crypto";

/** Hashes computed at a time. */
export const hashesAtOnceMax = 2;
/** Callers waiting for their turn. Policy: the next one is refused with `HashingBusy`. */
export const hashesWaitingMax = 40;

/** Too many passwords are being checked; the caller should try again in some seconds. */
export class HashingBusy extends Error {
  constructor() {
    super(`expected at most ${hashesWaitingMax} waiting password checks, got one more`);
  }
}

/** Lets a few tasks run at once and a bounded number wait, first come first served. */
export class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly atOnceMax: number;
  private readonly waitingMax: number;

  constructor(atOnceMax: number, waitingMax: number) {
    this.atOnceMax = atOnceMax;
    this.waitingMax = waitingMax;
  }

  /** Runs the task when its turn comes. Throws `HashingBusy` when the line is full. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnceMax) {
      if (this.waiting.length >= this.waitingMax) throw new HashingBusy();
      // The one that leaves hands its place over, so `running` does not change in between.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

const gate = new Gate(hashesAtOnceMax, hashesWaitingMax);

/** A salted scrypt hash of the password. Throws `HashingBusy`. */
export function hashSecret(password: string): Promise<string> {
  return gate.run(() => hashPassword(password));
}

/** True when the password belongs to the hash. Throws `HashingBusy`. */
export function checkSecret(hash: string, password: string): Promise<boolean> {
  return gate.run(() => verifyPassword({ hash, password }));
}
