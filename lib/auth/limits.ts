/**
 * How guessing is slowed: the rule alone. Each attempt is paid for before it is made, success pays back (sign-in.ts);
 * rows and their locks belong to lib/db/sign-in-limits.ts. Pure: the time is an argument.
 *
 * What is counted: `pair` (this account from this address), `account` (from everywhere), `address` (all accounts).
 * The account's own count is not asked at an address its owner has signed in from before, so strangers elsewhere
 * cannot lock the owner out. Source of the numbers: faults X01, at most 10 a minute and 100 an hour per account.
 */
import type { EpochMs } from "@/lib/market/types";

/** After `freeMax` attempts each further one must wait twice as long as the one before, up to `delayMsMax`. */
export interface LimitPolicy {
  readonly freeMax: number;
  readonly firstDelayMs: number;
  readonly delayMsMax: number;
}

export const limitPolicies = {
  pair: { freeMax: 5, firstDelayMs: 2_000, delayMsMax: 15 * 60_000 },
  account: { freeMax: 5, firstDelayMs: 2_000, delayMsMax: 60_000 },
  address: { freeMax: 20, firstDelayMs: 2_000, delayMsMax: 15 * 60_000 },
} as const satisfies Readonly<Record<string, LimitPolicy>>;

export type LimitKind = keyof typeof limitPolicies;

/** Attempts are forgotten after this long without one, ms. Longer than the longest delay. */
export const quietMs = 60 * 60_000;
/** An address an account has signed in from stays known this long, ms. */
export const knownAddressMs = 30 * 24 * 60 * 60_000;

/** What is remembered of a key. */
export interface LimitRow {
  readonly attempts: number;
  readonly lastAt: EpochMs;
  readonly blockedUntil: EpochMs | null;
  readonly succeededAt: EpochMs | null;
}

/** Wait after the n-th attempt (1-based), ms. */
export function delayMs(policy: LimitPolicy, attempts: number): number {
  if (attempts < policy.freeMax) return 0;
  return Math.min(policy.delayMsMax, policy.firstDelayMs * 2 ** (attempts - policy.freeMax));
}

/** True when the owner has signed in from the address of this pair before. */
export function isKnownAddress(pair: LimitRow | undefined, now: EpochMs): boolean {
  return pair?.succeededAt != null && now - pair.succeededAt < knownAddressMs;
}

/** How long an attempt must still wait, ms; 0 when it may be made. */
export function waitMs(row: LimitRow | undefined, now: EpochMs): number {
  return Math.max(0, (row?.blockedUntil ?? 0) - now);
}

/** The row after one more attempt. */
export function paid(kind: LimitKind, row: LimitRow | undefined, now: EpochMs): LimitRow {
  const attempts = 1 + (row === undefined || now - row.lastAt >= quietMs ? 0 : row.attempts);
  const delay = delayMs(limitPolicies[kind], attempts);
  return {
    attempts,
    lastAt: now,
    blockedUntil: delay === 0 ? null : now + delay,
    succeededAt: row?.succeededAt ?? null,
  };
}

/** The row after the attempt succeeded: forgiven for the account, one attempt less for an address that many may share. */
export function paidBack(kind: LimitKind, row: LimitRow, now: EpochMs): LimitRow {
  const attempts = kind === "address" ? Math.max(0, row.attempts - 1) : 0;
  return { ...row, attempts, blockedUntil: null, succeededAt: kind === "pair" ? now : row.succeededAt };
}
