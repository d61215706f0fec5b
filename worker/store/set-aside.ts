/**
 * Rows that Postgres refuses for what they are: kept on disk as they were, counted, logged and shown, never dropped
 * silently and never in the way of the others.
 */
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "@/lib/clock";
import type { Log } from "@/lib/log";
import { type Batch, type NewNotice, serializeBatch } from "@/worker/store/batch";

/** Notices of refused rows per minute; past it they are only logged and kept in the file. */
const noticesPerMinuteMax = 10;
const minuteMs = 60_000;

/** Makes the function that keeps refused rows in a file of JSON lines. */
export function createSetAside(
  file: string,
  log: Log,
  clock: Clock,
  notify: (notice: NewNotice) => void,
): (row: Batch, error: unknown) => Promise<void> {
  let minute = 0;
  let notices = 0;
  return async (row, error) => {
    const at = clock.now();
    const reason = error instanceof Error ? error.message : String(error);
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, "a", 0o600);
    try {
      await handle.appendFile(`${JSON.stringify({ at, reason, row: JSON.parse(serializeBatch(row)) })}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    log.error({ code: "ROW-REFUSED", err: error, file }, "a row was refused by the database and set aside");
    if (Math.floor(at / minuteMs) !== minute) {
      minute = Math.floor(at / minuteMs);
      notices = 0;
    }
    notices += 1;
    // A notice that is itself refused must not make another one.
    if (notices > noticesPerMinuteMax || row.notices.length > 0) return;
    const message = `A row could not be stored and was set aside: ${reason}`;
    notify({ code: "ROW-REFUSED", at, severity: "critical", message, data: { file } });
  };
}
