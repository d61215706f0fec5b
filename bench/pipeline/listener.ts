/** A person of the benchmark's own database, signed in: the event stream is for sessions only. */
import { hashSecret } from "@/lib/auth/hashing";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { closeDb } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/people";
import { inTransaction } from "@/lib/db/transaction";

/** The `cookie` header of a session in that database, signed with that secret. To be called once per process. */
export async function listenerCookie(databaseUrl: string, authSecret: string): Promise<string> {
  Object.assign(process.env, { DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret });
  const email = "listener@bench.example";
  const passwordHash = await hashSecret(authSecret);
  const person = { name: "Listener", email, role: "trader", passwordHash } as const;
  await inTransaction((connection) => insertPerson(connection, person, systemClock.now()));
  const client = { ip: null, userAgent: null };
  const result = await signIn(email, authSecret, { headers: new Headers(), client, clock: systemClock });
  await closeDb();
  if (result.kind !== "signed-in") throw new Error(`expected a session for the listener, got ${result.kind}`);
  return result.cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}
