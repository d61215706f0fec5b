/**
 * One transaction on one connection of the pool, and which database errors are worth another try.
 * Knows no table.
 */
import type pg from "pg";
import { pool } from "@/lib/db/client";

/** A connection inside a transaction (or about to be in one). */
export type Connection = pg.ClientBase;

/** Runs `work` between BEGIN and COMMIT; rolls back and rethrows when it fails. A broken connection is not reused. */
export async function inTransaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool().connect();
  let failure: Error | undefined;
  try {
    await connection.query("BEGIN");
    const result = await work(connection);
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    // When the connection itself is gone the rollback has already happened on the other side.
    await connection.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    connection.release(failure !== undefined && isTransient(failure) ? failure : undefined);
  }
}

/** Tries of a transaction that Postgres ends because another one crossed it. Policy past it: the error is the answer. */
export const crossedTriesMax = 4;
/** Serialization failure and deadlock: the other side has gone on, so the same work succeeds at once. */
const crossedStates: ReadonlySet<string> = new Set(["40001", "40P01"]);

/**
 * `inTransaction` for work that may lock rows crosswise with another transaction, such as the worker's batches and reviews
 * of the same entries. `work` begins anew with each try and must have no effect outside of the transaction.
 */
export async function inCrossedTransaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(work);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      if (typeof code !== "string" || !crossedStates.has(code) || attempt === crossedTriesMax) throw error;
    }
  }
}

/** SQLSTATE classes that pass: connection (08), resources such as a full disk (53), operator intervention (57P). */
const transientClasses = ["08", "53", "57"];
/** Single SQLSTATEs that pass: serialization, deadlock, lock not available, read-only standby after a fail-over. */
const transientStates: ReadonlySet<string> = new Set(["40001", "40P01", "55P03", "25006"]);
/** Errors of the socket below. */
const transientSocketCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** The driver reports a lost connection without a code. */
const transientMessages =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/** True when trying the same thing again later can succeed; false when the data or the statement is at fault. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  if (code === null) {
    if (error instanceof AggregateError) return error.errors.some(isTransient);
    return transientMessages.test(error.message);
  }
  if (transientSocketCodes.has(code) || transientStates.has(code)) return true;
  return transientClasses.some((prefix) => code.startsWith(prefix) && code.length === 5);
}

/** SQLSTATEs that say a given value is none of its type: text, number, instant, or a sign no text may hold. */
const unreadableStates: ReadonlySet<string> = new Set(["22P02", "22003", "22007", "22008", "22021"]);

/** True when the database could not read a value it was given: the caller's fault, and trying again changes nothing. */
export function isUnreadableValue(error: unknown): boolean {
  return error instanceof Error && "code" in error && unreadableStates.has(String(error.code));
}
