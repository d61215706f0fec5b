/**
 * The lock that only one worker holds: a session-level advisory lock on a connection of its own, so that it is released
 * by the server the moment its holder dies. Knows nothing of what the worker does with it.
 */
import pg from "pg";
import { env } from "@/lib/env";

/** Any constant number that no other user of the database takes: "excursio" in ASCII. */
const lockKey = "7311160424371726703";

/** Nothing may be written now; SQLSTATE lock_not_available, so that whoever writes tries again (lib/db/transaction.ts). */
export class LockNotHeld extends Error {
  override readonly name = "LockNotHeld";
  readonly code = "55P03";

  constructor() {
    super("the worker lock is not held: another worker may be writing");
  }
}

/** A held lock. */
export interface WorkerLock {
  /** Settles when the connection is gone and with it the lock. */
  readonly lost: Promise<Error>;
  release(): Promise<void>;
}

/** Tries to take the lock. @returns null when another worker holds it @throws when Postgres cannot be reached */
export async function tryWorkerLock(): Promise<WorkerLock | null> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: "excursion-lock",
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  });
  const lost = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("end", () => resolve(new Error("the connection that holds the lock has ended")));
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1::bigint) AS held", [
      lockKey,
    ]);
    if (rows[0]?.held === true) return { lost, release: () => client.end() };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return null;
}
