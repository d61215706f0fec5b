/**
 * Asking the vendor's REST interface: key, retries, paging, exact numbers (massive-futures-api 4.2, 4.3).
 * Failures are typed; a person reading the message knows what was asked and what came. Knows no endpoint.
 */
import { z } from "zod";
import type { Log } from "@/lib/log";
import { delay, type Timers } from "@/worker/timer";

export const restLimits = {
  /** Tries of one request whose failure may pass: network, 5xx, 429. */
  triesMax: 4,
  /** First wait before another try, doubled each time, jittered down to half. */
  retryMsMin: 500,
  /** First wait after 429: the free plan allows one call in 12 s. */
  throttledMsMin: 12_000,
  retryMsMax: 60_000,
  requestMsMax: 30_000,
  /** Pages of one query; more means that the server repeats itself. */
  pagesMax: 10_000,
  /** Rows asked for per page; the documented maximum of 50000 is exclusive in places. */
  rowsPerPage: 49_999,
  /** Part of a refused answer that is repeated in the error. */
  bodyCharsMax: 300,
} as const;

export type RestFailure =
  | "bad-request"
  | "unauthorized"
  | "not-entitled"
  | "not-found"
  | "throttled"
  | "server"
  | "network"
  | "bad-answer";

/** A request without a usable answer. The message names path and cause and never contains the key. */
export class RestError extends Error {
  readonly failure: RestFailure;
  /** How long the vendor asks to wait, ms; null when it does not say. */
  readonly waitMs: number | null;

  constructor(failure: RestFailure, message: string, waitMs: number | null = null) {
    super(message);
    this.name = "RestError";
    this.failure = failure;
    this.waitMs = waitMs;
  }

  /** True when the same request may succeed later by itself; false for key, plan, parameter and shape of the answer. */
  get passing(): boolean {
    return this.failure === "throttled" || this.failure === "server" || this.failure === "network";
  }
}

export interface RestOptions {
  /** Base address, e.g. `https://api.massive.com`. */
  readonly url: string;
  readonly key: string;
  readonly timers: Timers;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Tries of one request, at most and by default restLimits.triesMax; 1 where a person waits for the answer. */
  readonly tries?: number;
}

export type Query = Readonly<Record<string, string>>;

const envelope = z.object({ results: z.array(z.unknown()).nullish(), next_url: z.string().nullish() });

/** Strings, which stay as they are, or numbers. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/**
 * JSON with whole numbers of 16 and more digits as text: nanoseconds do not fit a double.
 * @throws SyntaxError when the text is no JSON
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text.replace(STRING_OR_NUMBER, (token) => (LONG_INTEGER.test(token) ? `"${token}"` : token)));
}

export class RestHttp {
  readonly #options: RestOptions;
  readonly #base: URL;

  constructor(options: RestOptions) {
    this.#options = options;
    this.#base = new URL(options.url);
  }

  /**
   * Rows of all pages of a query, page by page. Pages may be short or empty while more follow; only a missing next_url ends it.
   * @throws RestError
   */
  async *pages<Row>(path: string, query: Query, row: z.ZodType<Row>): AsyncGenerator<Row[]> {
    const seen = new Set<string>();
    let next: URL | null = new URL(`${this.#base.pathname.replace(/\/$/, "")}${path}`, this.#base);
    for (const [name, value] of Object.entries(query)) next.searchParams.set(name, value);
    while (next !== null) {
      if (seen.has(next.href) || seen.size >= restLimits.pagesMax) {
        throw new RestError("bad-answer", `${path}: expected an end of pages, got page ${seen.size} again`);
      }
      seen.add(next.href);
      const page = await this.#page(next, path);
      yield (page.results ?? []).map((value) => checkRow(row, value, path));
      next = page.next_url ? this.#sameHost(page.next_url, path) : null;
    }
  }

  /** A next_url to another host would hand the key to a stranger. */
  #sameHost(nextUrl: string, path: string): URL {
    const next = URL.canParse(nextUrl) ? new URL(nextUrl) : null;
    if (next === null || next.host !== this.#base.host) {
      throw new RestError(
        "bad-answer",
        `${path}: expected next_url on ${this.#base.host}, got ${next?.host ?? nextUrl}`,
      );
    }
    return next;
  }

  async #page(url: URL, path: string): Promise<z.output<typeof envelope>> {
    const triesMax = Math.min(this.#options.tries ?? restLimits.triesMax, restLimits.triesMax);
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(url, path);
      } catch (error) {
        if (!(error instanceof RestError) || !error.passing || tries >= triesMax) throw error;
        const first = error.failure === "throttled" ? restLimits.throttledMsMin : restLimits.retryMsMin;
        const base = Math.min(restLimits.retryMsMax, first * 2 ** (tries - 1));
        const delayMs = Math.round(base * (0.5 + 0.5 * this.#options.random()));
        this.#options.log.warn(
          { path, failure: error.failure, tries, delayMs },
          `rest: ${error.message}, trying again`,
        );
        const ownMs = error.failure === "throttled" ? base + delayMs : delayMs;
        // The vendor's word counts where it asks for more, but not for ever.
        await delay(this.#options.timers, Math.max(ownMs, Math.min(error.waitMs ?? 0, restLimits.retryMsMax)));
      }
    }
  }

  async #once(url: URL, path: string): Promise<z.output<typeof envelope>> {
    const { status, text, waitMs } = await this.#fetch(url, path);
    if (status !== 200) throw failureOf(status, text, path, waitMs);
    let body: unknown;
    try {
      body = parseExactJson(text);
    } catch {
      throw new RestError("bad-answer", `${path}: expected JSON, got ${sample(text)}`);
    }
    const parsed = envelope.safeParse(body);
    if (!parsed.success)
      throw new RestError("bad-answer", `${path}: expected {results, next_url}, got ${sample(text)}`);
    return parsed.data;
  }

  async #fetch(url: URL, path: string): Promise<Answer> {
    try {
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${this.#options.key}` },
        redirect: "error",
        signal: AbortSignal.timeout(restLimits.requestMsMax),
      });
      const waitMs = retryAfter(response.headers.get("retry-after"));
      return { status: response.status, text: await response.text(), waitMs };
    } catch (error) {
      const cause =
        error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "unknown";
      throw new RestError("network", `${path}: no answer from ${url.host}: ${cause}`);
    }
  }
}

function checkRow<Row>(row: z.ZodType<Row>, value: unknown, path: string): Row {
  const parsed = row.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw new RestError(
    "bad-answer",
    `${path}: row field ${where}: ${issue?.message ?? "unexpected"}, got ${sample(JSON.stringify(value))}`,
  );
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly waitMs: number | null;
}

/** The wait a Retry-After header asks for, ms; null for none and for a date, which would need the vendor's clock. */
function retryAfter(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

function failureOf(status: number, text: string, path: string, waitMs: number | null): RestError {
  const message = `${path}: HTTP ${status}: ${sample(text)}`;
  if (status === 400) return new RestError("bad-request", message);
  if (status === 401) return new RestError("unauthorized", `${message} (check MASSIVE_API_KEY)`);
  if (status === 403) return new RestError("not-entitled", `${message} (outside the plan of this key)`);
  if (status === 404) return new RestError("not-found", message);
  if (status === 429) return new RestError("throttled", message, waitMs);
  return new RestError(status >= 500 ? "server" : "bad-answer", message);
}

function sample(text: string): string {
  return text.slice(0, restLimits.bodyCharsMax);
}
