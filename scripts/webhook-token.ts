/**
 * Sources of TradingView alerts from the command line: `npm run webhook -- create NAME`.
 * Uses DATABASE_URL, else the embedded database (shared with a running `npm start`). A token is printed once, inside the address to
 * paste into the alert, and cannot be shown again.
 */
import { parseArgs } from "node:util";
import { audit } from "@/lib/db/audit";
import { inTransaction } from "@/lib/db/transaction";
import { createSource, listSources, ROTATION_OVERLAP_MS, rotateSource, setSourceActive } from "@/lib/db/webhooks";
import { env } from "@/lib/env";
import { openDatabase } from "@/scripts/open-database";

const USAGE = `Usage: npm run webhook -- COMMAND
  create NAME [--simulated]      a new source; prints its address once
  rotate NAME [--overlap HOURS]  a new address; the old one works for 24 hours, or for HOURS (0 = not at all)
  list                           all sources
  close NAME                     refuses the source's alerts
  open NAME                      takes them again`;

const HOUR_MS = 3_600_000;
/** Longest overlap, hours: a year. */
const OVERLAP_HOURS_MAX = 8_760;

/** Entry of the audit log by command; the others change nothing. */
const changes: Readonly<Record<string, string>> = {
  create: "webhook.source_added",
  rotate: "webhook.token_rotated",
  close: "webhook.source_closed",
  open: "webhook.source_opened",
};

/** What a command says, and whether it could be done. */
interface Result {
  readonly ok: boolean;
  readonly text: string;
}

function addressOf(token: string): string {
  return `${env().APP_URL}/api/webhooks/tradingview/${token}`;
}

function overlapMs(text: string | undefined): number | null {
  if (text === undefined) return ROTATION_OVERLAP_MS;
  const hours = /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return hours <= OVERLAP_HOURS_MAX ? hours * HOUR_MS : null;
}

const unknown = (name: string): Result => ({ ok: false, text: `There is no source named ${name}.` });

async function run(command: string, name: string, options: { simulated?: boolean; overlap?: string }): Promise<Result> {
  switch (command) {
    case "create": {
      const token = await createSource(name, options.simulated === true);
      return token === null
        ? { ok: false, text: `There is a source named ${name} already; rotate it for a new address.` }
        : { ok: true, text: `Webhook address of ${name}, shown only now:\n${addressOf(token)}` };
    }
    case "rotate": {
      const overlap = overlapMs(options.overlap);
      if (overlap === null) return { ok: false, text: `--overlap: expected hours from 0 to ${OVERLAP_HOURS_MAX}` };
      const token = await rotateSource(name, overlap);
      if (token === null) return unknown(name);
      const old =
        overlap === 0 ? "The old one is refused from now on." : `The old one works for ${overlap / HOUR_MS} hours.`;
      return { ok: true, text: `New webhook address of ${name}, shown only now:\n${addressOf(token)}\n${old}` };
    }
    case "close":
    case "open":
      return (await setSourceActive(name, command === "open"))
        ? { ok: true, text: `${name} is ${command === "open" ? "open" : "closed"}.` }
        : unknown(name);
    case "list": {
      const lines = (await listSources()).map(
        (source) => `${source.name}\t${source.active ? "open" : "closed"}\t${source.simulated ? "simulated" : "real"}`,
      );
      return { ok: true, text: lines.join("\n") || "There are no sources yet." };
    }
    default:
      return { ok: false, text: USAGE };
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { simulated: { type: "boolean" }, overlap: { type: "string" } },
  });
  const [command = "", name = ""] = positionals;
  const named = ["create", "rotate", "close", "open"].includes(command);
  if (positionals.length !== (named ? 2 : 1) || !(named || command === "list")) {
    console.error(USAGE);
    return 2;
  }
  const database = await openDatabase();
  try {
    const { ok, text } = await run(command, name, values);
    const action = changes[command];
    if (ok && action !== undefined) {
      await inTransaction((connection) =>
        audit(connection, { actor: "system", action, target: `webhook:${name}`, userAgent: "npm run webhook" }),
      );
    }
    (ok ? console.log : console.error)(text);
    return ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
