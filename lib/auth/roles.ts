/**
 * Who people are to the application: three roles and the person behind a request.
 * Pure and small, because the browser imports it too; knows nothing of sessions or storage.
 */

/** Every role, from the least to the most rights. */
export const roles = ["trader", "analyst", "admin"] as const;

/** What a person is here for. Set by an admin only, never by the person. */
export type Role = (typeof roles)[number];

/** True for one of the three words. */
export function isRole(word: unknown): word is Role {
  return roles.some((role) => role === word);
}

/** The person behind a request, as checked against the database for this request. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Signs in with a second factor. */
  readonly secondFactor: boolean;
  /** The session of this request; its id is no secret, its token is. */
  readonly sessionId: string;
}

/** Where a request came from, for the audit log and the limits. Never trusted for more. */
export interface ClientInfo {
  /** Address of the browser, or of the last hop that is not ours; null when unknown. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}
