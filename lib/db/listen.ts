/**
 * Notifications of one Postgres channel on a connection of its own. Only a hint: a notification sent while the
 * connection is down is lost, so whoever listens sweeps as well. Knows nothing of what a notification means.
 */
import pg from "pg";
import { env } from "@/lib/env";

/** An open listener. */
export interface Listener {
  /** Settles when the connection is gone; the caller opens a new one. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

/** Listens on a channel (a plain lower-case identifier). @throws when Postgres cannot be reached */
export async function listen(channel: string, onNotify: (payload: string) => void): Promise<Listener> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: "excursion-listen",
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  });
  const lost = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("end", () => resolve(new Error("the listening connection has ended")));
  });
  client.on("notification", ({ payload }) => onNotify(payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { lost, close: () => client.end() };
}
