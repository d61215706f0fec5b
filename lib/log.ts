/**
 * Structured logs of the processes (JSON lines on standard output), secrets struck out.
 * One event per request, connection or batch, emitted at its end; never one per tick.
 * Knows nothing of what is logged; everything that logs takes a `Log` as an argument.
 */
import { type Logger, pino, stdSerializers } from "pino";
import { systemClock } from "@/lib/clock";

export type Log = Logger;

/** Field names whose values never reach a log, at the top or one level down. */
const secretFields = [
  "key",
  "apiKey",
  "token",
  "secret",
  "password",
  "authorization",
  "cookie",
  "url",
  "connectionString",
];

/** Strikes credentials out of a text: passwords in addresses, webhook tokens, API keys in queries and bearer headers. */
export function redactText(text: string): string {
  return text
    .replace(/(\w+:\/\/[^\s:/@]+:)[^\s/]+@/g, "$1***@")
    .replace(/(\/webhooks\/tradingview\/)[^\s/?"']+/g, "$1***")
    .replace(/([?&](?:apiKey|token|key)=)[^\s&"']+/gi, "$1***")
    .replace(/(Bearer\s+)[^\s"']+/gi, "$1***");
}

function censor(value: unknown, path: string[]): unknown {
  return path.at(-1) === "url" && typeof value === "string" ? redactText(value) : "***";
}

/**
 * An error's words and plain facts (name, message, stack, codes), without the objects it carries: the database's driver hangs
 * its whole client there, with the key that cancels its queries.
 */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.fromEntries(
    Object.entries(stdSerializers.err(error)).filter(([, value]) => value !== null && typeof value !== "object"),
  );
}

/**
 * A logger for a process or a part of it.
 * @param name what speaks, e.g. `worker`
 * @param level as in `LOG_LEVEL`
 */
export function createLog(name: string, level: string, destination?: { write(line: string): void }): Log {
  const options = {
    name,
    level,
    base: { name },
    timestamp: () => `,"time":"${new Date(systemClock.now()).toISOString()}"`,
    serializers: { err: plainError },
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor },
    hooks: {
      streamWrite: redactText,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
