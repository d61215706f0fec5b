/**
 * One posted alert: bounded body, stored delivery, immediate answer (methodology 2.4). When Postgres does not take it in time,
 * the body goes to the fsynced inbox on disk instead and is taken later; TradingView resends for 15 seconds only.
 * The token is hashed on arrival and neither kept nor logged.
 */
import { createHash } from "node:crypto";
import path from "node:path";
import { systemClock } from "@/lib/clock";
import { drainInbox, type IncomingAlert, takeAlert } from "@/lib/db/intake";
import { tokenHash } from "@/lib/db/webhooks";
import { env } from "@/lib/env";
import { createRateLimit } from "@/lib/http/rate-limit";
import { readBody } from "@/lib/http/read-body";
import { Inbox } from "@/lib/inbox";
import { createLog, type Log } from "@/lib/log";
import { ALERT_BODY_LENGTH_MAX } from "@/lib/signal/alert";
import { DiskShare } from "./disk-share";

const BODY_BOUNDS = { bytesMax: ALERT_BODY_LENGTH_MAX, msMax: 5_000 } as const;
/** Longest wait for Postgres before the alert goes to disk; TradingView gives up after 3 s. A refused connection takes no wait. */
const STORE_MS_MAX = 2_000;
/** Pause between two tries to take what waits on disk. */
const DRAIN_PAUSE_MS = 2_000;
/** Far above what alerts need, below what would disturb the feed. Keyed by token hash. */
const withinLimit = createRateLimit({ burst: 5_000, perSecond: 500, keysMax: 1_000 });

/** Statuses of methodology 2.4 by outcome; an unparseable body is 400 instead of 422. */
const STATUS = { accepted: 202, stored: 202, duplicate: 200, rejected: 422 } as const;

const share = new DiskShare();
let drainScheduled = false;
/** True from the first alert that went to disk to the first that was stored again: one incident, one warning. */
let outage = false;
let shared: { readonly log: Log; readonly inbox: Inbox } | undefined;

function tools(): { readonly log: Log; readonly inbox: Inbox } {
  shared ??= {
    log: createLog("webhook", env().LOG_LEVEL),
    inbox: new Inbox(path.resolve(env().DATA_DIR, "inbox")),
  };
  return shared;
}

/** Answers a POST of an alert. */
export async function receiveAlert(request: Request, token: string): Promise<Response> {
  const startedAt = systemClock.now();
  const hash = tokenHash(token);
  const result = await answerTo(request, hash);
  const { status, outcome, code, source, delivery } = result;
  tools().log.info({ status, outcome, code, source, delivery, ms: systemClock.now() - startedAt }, "alert");
  const headers = { "cache-control": "no-store", ...(status === 429 || status === 503 ? { "retry-after": "5" } : {}) };
  return Response.json({ outcome, code, message: result.message }, { status, headers });
}

interface Answer {
  readonly status: number;
  readonly outcome: keyof typeof STATUS;
  readonly code: string;
  readonly message: string;
  readonly source?: string;
  readonly delivery?: number;
}

async function answerTo(request: Request, hash: string): Promise<Answer> {
  if (!withinLimit(hash, systemClock.now())) {
    return { status: 429, outcome: "rejected", code: "RATE_LIMITED", message: "Too many alerts at once." };
  }
  const read = await readBody(request, BODY_BOUNDS);
  if (!read.ok) return { status: read.status, outcome: "rejected", code: read.code, message: read.message };
  const alert: IncomingAlert = {
    tokenHash: hash,
    receivedAt: null,
    contentType: headerText(request, "content-type"),
    body: textOf(read.bytes),
    bodyHash: createHash("sha256").update(read.bytes).digest("hex"),
    remote: headerText(request, "x-forwarded-for"),
  };
  try {
    const taken = await within(STORE_MS_MAX, takeAlert(alert));
    if (outage) tools().log.info("the database takes alerts again");
    outage = false;
    share.learned(hash, taken.source !== null);
    if (taken.source === null) {
      return { status: 401, outcome: "rejected", code: "BAD_TOKEN", message: "No source has this address." };
    }
    const { id, outcome, code, message } = taken.delivery;
    const status = code === "BAD_PAYLOAD" ? 400 : STATUS[outcome];
    return { status, outcome, code, message, source: taken.source.name, delivery: id };
  } catch (error) {
    return keepOnDisk(alert, error);
  }
}

async function keepOnDisk(alert: IncomingAlert, cause: unknown): Promise<Answer> {
  const { log, inbox } = tools();
  if (!outage) log.warn({ err: cause }, "the database does not take alerts, they go to disk");
  outage = true;
  if (!share.admits(alert.tokenHash)) {
    log.warn({ code: "INBOX-SHARE" }, "an alert of an unknown address is not kept: their share of the disk is used up");
    return unavailable;
  }
  try {
    if (await inbox.add({ ...alert, receivedAt: systemClock.now() })) {
      scheduleDrain();
      const message = "The database does not answer; the alert is safe on disk and will be taken as soon as it does.";
      return { status: 200, outcome: "stored", code: "QUEUED", message };
    }
    log.error("the inbox on disk is full");
  } catch (error) {
    log.error({ err: error }, "the inbox on disk does not take the alert");
  }
  return unavailable;
}

const unavailable: Answer = {
  status: 503,
  outcome: "rejected",
  code: "UNAVAILABLE",
  message: "The alert could not be kept; send it again.",
};

function scheduleDrain(): void {
  if (drainScheduled) return;
  drainScheduled = true;
  setTimeout(() => {
    drainScheduled = false;
    drainInbox(tools().inbox).then(
      (report) => {
        if (report === null) scheduleDrain();
        else tools().log.info(report, "alerts from disk taken");
      },
      () => scheduleDrain(),
    );
  }, DRAIN_PAUSE_MS).unref();
}

/** Text of a body. Bytes that are no UTF-8 become U+FFFD, NUL becomes its visible symbol: Postgres text cannot hold it. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll("\0", "\u2400");
}

function headerText(request: Request, name: string): string | null {
  return (
    request.headers
      .get(name)
      ?.replace(/[^\x20-\x7e]/g, "")
      .slice(0, 200) ?? null
  );
}

/** The promise's value, or an error when it takes longer. The work itself goes on; its effect is idempotent. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`expected an answer of the database within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
