/**
 * What the routes over stored signals and trades share: an answer also when Postgres is away, and 404 for an unknown id.
 */
import { readSignal, type StoredSignal } from "@/lib/db/signal-queries";
import { isUnreadableValue } from "@/lib/db/transaction";
import { env } from "@/lib/env";
import { answerOrUnavailable, jsonError } from "@/lib/http/respond";
import { createLog, type Log } from "@/lib/log";

let log: Log | undefined;

/**
 * Runs a handler that reads or writes the database; a failure is logged and answered 503. A value the database cannot read (in
 * a made-up cursor, say) is the asker's: 400.
 */
export function stored(handler: () => Promise<Response>): Promise<Response> {
  const judged = async (): Promise<Response> => {
    try {
      return await handler();
    } catch (cause) {
      if (!isUnreadableValue(cause)) throw cause;
      return jsonError(400, "BAD_QUERY", "Expected values the database can read, got one it cannot.");
    }
  };
  return answerOrUnavailable(judged, (cause) => {
    log ??= createLog("api", env().LOG_LEVEL);
    log.error({ err: cause }, "a request to the database failed");
  });
}

/** Runs a handler with the signal of an id, or answers 404. */
export function storedSignal(id: string, handler: (signal: StoredSignal) => Promise<Response>): Promise<Response> {
  return stored(async () => {
    const signal = await readSignal(id);
    return signal === null ? jsonError(404, "NOT_FOUND", "There is no signal of this id.") : handler(signal);
  });
}
