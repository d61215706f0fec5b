/**
 * The validated environment: the only place that reads process.env.
 * `parseEnv` is pure and lists every mistake; `env` reads the process once, when first asked,
 * so that building and importing need no variable. Knows nothing of who uses the values.
 */
import { z } from "zod";
import type { TickSource } from "@/lib/market/types";

const portMax = 65_535;

const blank = (value: unknown): unknown => (typeof value === "string" && value.trim() === "" ? undefined : value);
/** An unset or blank variable counts as absent. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional());
const port = (fallback: number) =>
  z.preprocess(
    blank,
    z
      .string()
      .regex(/^\d{1,5}$/, "expected a port number")
      .transform(Number)
      .refine((value) => value >= 1 && value <= portMax, `expected a port number from 1 to ${portMax}`)
      .default(fallback),
  );
const address = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `expected an address starting with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const schema = z.object({
  DATABASE_URL: optional(address(["postgres:", "postgresql:"])),
  MASSIVE_API_KEY: optional(z.string().trim().min(8, "expected an API key of at least 8 characters")),
  MASSIVE_FEED: z.preprocess(
    blank,
    z.enum(["realtime", "delayed"], { error: "expected realtime or delayed" }).default("realtime"),
  ),
  MASSIVE_WS_URL: optional(address(["ws:", "wss:"])),
  MASSIVE_REST_URL: optional(address(["http:", "https:"])),
  FEED_SOURCE: optional(z.enum(["simulated", "replay"], { error: "expected simulated or replay" })),
  PORT: port(3000),
  WORKER_PORT: port(3100),
  WORKER_URL: optional(address(["http:", "https:"])),
  APP_URL: optional(address(["http:", "https:"])),
  NATS_URL: optional(address(["nats:", "tls:", "ws:", "wss:"])),
  DATA_DIR: z.preprocess(blank, z.string().default(".data")),
  LOG_LEVEL: z.preprocess(
    blank,
    z
      .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
        error: "expected fatal, error, warn, info, debug, trace or silent",
      })
      .default("info"),
  ),
  TRUSTED_PROXY_HOPS: z.preprocess(
    blank,
    z
      .string()
      .regex(/^\d$/, "expected the number of reverse proxies in front of the web app, 0 to 9")
      .transform(Number)
      .default(0),
  ),
  AUTH_SECRET: optional(z.string().min(32, "expected at least 32 characters")),
  SIMULATOR_WEBHOOK_TOKEN: optional(z.string().min(16, "expected at least 16 characters")),
  SIMULATOR_WEBHOOK_URL: optional(address(["http:", "https:"])),
});

/**
 * The variables after validation; absent ones are undefined, defaults are filled in.
 * `FEED_SOURCE`, `WORKER_URL`, `APP_URL` and `SIMULATOR_WEBHOOK_*` are set by the launcher.
 */
export type Env = Readonly<z.output<typeof schema>> & {
  /** Where the worker's event stream is, without a trailing slash. */
  readonly WORKER_URL: string;
  /** Where people open the app, without a trailing slash. */
  readonly APP_URL: string;
};

export type EnvResult =
  | { readonly ok: true; readonly env: Env }
  /** One sentence per mistake: the variable, what was expected, what came (secrets are not repeated). */
  | { readonly ok: false; readonly errors: readonly string[] };

const secrets: ReadonlySet<string> = new Set([
  "DATABASE_URL",
  "NATS_URL",
  "MASSIVE_API_KEY",
  "AUTH_SECRET",
  "SIMULATOR_WEBHOOK_TOKEN",
  "SIMULATOR_WEBHOOK_URL",
]);
const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

/** Validates a set of variables; pure. `POLYGON_API_KEY` is an alias of `MASSIVE_API_KEY`. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): EnvResult {
  const { POLYGON_API_KEY: alias, MASSIVE_API_KEY: key } = variables;
  const result = schema.safeParse({ ...variables, MASSIVE_API_KEY: blank(key) ?? alias });
  if (!result.success) {
    return { ok: false, errors: result.error.issues.map((issue) => describe(issue, variables)) };
  }
  const errors = conflicts(result.data, alias);
  if (errors.length > 0) return { ok: false, errors };
  const { WORKER_URL, APP_URL, WORKER_PORT, PORT } = result.data;
  return {
    ok: true,
    env: {
      ...result.data,
      WORKER_URL: withoutSlash(WORKER_URL ?? `http://127.0.0.1:${WORKER_PORT}`),
      APP_URL: withoutSlash(APP_URL ?? `http://127.0.0.1:${PORT}`),
    },
  };
}

/** Mistakes between variables that are each fine alone. */
function conflicts(values: z.output<typeof schema>, alias: string | undefined): string[] {
  const errors: string[] = [];
  if (values.PORT === values.WORKER_PORT) {
    errors.push(`WORKER_PORT: expected another port than PORT, got ${values.PORT} for both`);
  }
  if (alias?.trim() && values.MASSIVE_API_KEY !== alias.trim()) {
    errors.push(
      "POLYGON_API_KEY: expected the same value as MASSIVE_API_KEY (it is its alias), or only one of the two",
    );
  }
  return errors;
}

function describe(issue: z.core.$ZodIssue, variables: Readonly<Record<string, string | undefined>>): string {
  const name = String(issue.path[0]);
  const came = secrets.has(name) ? "a value that is not" : JSON.stringify(variables[name]);
  return `${name}: ${issue.message}, got ${came}`;
}

/** The source this desk streams: the default of every list and statistic (ADR 50). */
export function deskSource({
  FEED_SOURCE,
  MASSIVE_FEED,
}: Pick<Env, "FEED_SOURCE" | "MASSIVE_FEED">): Exclude<TickSource, "backfill"> {
  return FEED_SOURCE ?? (MASSIVE_FEED === "delayed" ? "delayed" : "live");
}

let cached: Env | undefined;

/** The environment of this process, read and validated on first use. Throws with every mistake in its message. */
export function env(): Env {
  if (cached === undefined) {
    const result = parseEnv(process.env);
    if (!result.ok) throw new Error(`wrong environment:\n  ${result.errors.join("\n  ")}`);
    cached = result.env;
  }
  return cached;
}
