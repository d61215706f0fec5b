/** The secret that signs cookies and encrypts second factors. */
import { env } from "@/lib/env";

/** AUTH_SECRET; throws when it is not set, for then nobody can be let in. */
export function authSecret(): string {
  const value = env().AUTH_SECRET;
  if (value === undefined) {
    throw new Error("AUTH_SECRET: expected at least 32 characters, got nothing (npm start makes one)");
  }
  return value;
}
