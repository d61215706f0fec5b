/** Asks for the password again before something that a borrowed browser must not do. Counted like a sign-in. */
import { tooMany, wrongField } from "@/app/api/auth/answers";
import { checkSecret } from "@/lib/auth/hashing";
import type { ClientInfo, Person } from "@/lib/auth/roles";
import { systemClock } from "@/lib/clock";
import { passwordHashOf } from "@/lib/db/people";
import { attemptSucceeded, keysOf, takeAttempt } from "@/lib/db/sign-in-limits";

/** Null when the password is right, else the answer that says why not. `field` names the form's field. */
export async function confirmPassword(
  person: Person,
  password: string,
  client: ClientInfo,
  field: string,
): Promise<Response | null> {
  const keys = keysOf("confirm", person.id, client.ip);
  const waitMs = await takeAttempt(keys, systemClock.now());
  if (waitMs > 0) return tooMany(waitMs);
  const hash = await passwordHashOf(person.id);
  if (hash === null || !(await checkSecret(hash, password))) return wrongField(field, "This is not your password.");
  await attemptSucceeded(keys, systemClock.now());
  return null;
}
