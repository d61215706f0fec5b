/**
 * The two doors to Postgres: a Prisma client for ordinary reads and writes, a plain pool for batches, partitions and LISTEN.
 * Both are made on first use, because `next build` imports this file without a database, and both are closed by `closeDb`.
 * Only lib/db and the worker's store use them; no session, header or clock is known here.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { createLog } from "@/lib/log";

/** Connections of Prisma in one process; a query past it waits. */
export const prismaConnectionsMax = 6;
/** Connections of the plain pool in one process; a query past it waits up to `connectMsMax`. */
export const poolConnectionsMax = 6;
/** Waiting for a connection longer than this is an error of the caller's query. */
export const connectMsMax = 5_000;
/** A statement that runs longer is cancelled by the server. */
export const statementMsMax = 30_000;

/** A `date` stays `YYYY-MM-DD`: the driver's default turns it into midnight of the machine's own zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.DATE ? (text: string) => text : pg.types.getTypeParser(oid, format),
};

interface Clients {
  prisma?: PrismaClient;
  pool?: pg.Pool;
}

/** Kept on the global object: Next loads this module once per route bundle, and again at each reload in development. */
const holder = globalThis as typeof globalThis & { excursionClients?: Clients };

function clients(): Clients {
  holder.excursionClients ??= {};
  return holder.excursionClients;
}

function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL: expected the address of a Postgres database, got nothing");
  return url;
}

function makePool(): pg.Pool {
  const made = new pg.Pool({
    connectionString: databaseUrl(),
    max: poolConnectionsMax,
    connectionTimeoutMillis: connectMsMax,
    statement_timeout: statementMsMax,
    application_name: "excursion",
    types,
  });
  const log = createLog("db", env().LOG_LEVEL);
  // The pool drops the broken connection by itself; without a listener the event would end the process.
  made.on("error", (error) => log.warn({ err: error }, "idle database connection lost"));
  // While a connection is checked out the pool does not listen on it, and an unheard error would end the process too;
  // the query that runs on it rejects with the same error.
  made.on("connect", (client) => client.on("error", (error) => log.debug({ err: error }, "database connection lost")));
  return made;
}

/** The Prisma client of this process, made on first use. Throws when DATABASE_URL is not set. */
export function db(): PrismaClient {
  const held = clients();
  held.prisma ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: databaseUrl(),
      max: prismaConnectionsMax,
      connectionTimeoutMillis: connectMsMax,
      application_name: "excursion-prisma",
    }),
  });
  return held.prisma;
}

/**
 * The plain pool of this process, made on first use. Throws when DATABASE_URL is not set.
 * `int8` and `numeric` come as text (exact), `date` as `YYYY-MM-DD`, `timestamptz` as Date.
 */
export function pool(): pg.Pool {
  const held = clients();
  held.pool ??= makePool();
  return held.pool;
}

/** Closes both, waiting for running queries. Harmless when nothing is open; the next `db()` or `pool()` opens anew. */
export async function closeDb(): Promise<void> {
  const { prisma, pool: open } = clients();
  holder.excursionClients = {};
  await Promise.all([prisma?.$disconnect(), open?.end()]);
}
