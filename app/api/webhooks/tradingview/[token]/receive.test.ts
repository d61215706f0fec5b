import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { closeDb, pool } from "@/lib/db/client";
import { claimNewDeliveries, markApplied } from "@/lib/db/deliveries";
import { drainInbox, explainAlert } from "@/lib/db/intake";
import { inTransaction } from "@/lib/db/transaction";
import { createSource, ensureSource, listSources, rotateSource, setSourceActive, tokenHash } from "@/lib/db/webhooks";
import { Inbox } from "@/lib/inbox";
import { parseAlert } from "@/lib/signal/alert";
import { testDatabase } from "@/scripts/testing/database";
import { UNKNOWN_KEPT_MAX } from "./disk-share";
import { receiveAlert } from "./receive";

const url = await testDatabase();
const dataDir = mkdtempSync(path.join(os.tmpdir(), "alerts-receive-"));
process.env["DATA_DIR"] = dataDir;
process.env["LOG_LEVEL"] = "silent";
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Tuesday 2025-12-02 01:20 UTC = Monday 20:20 New York, session ASIA. */
const AT = 1_764_638_400_000;
/** A contract that trades when this runs: next year's December. */
const nextYear = new Date(systemClock.now()).getUTCFullYear() + 1;
const listed = { ticker: `NQZ${nextYear % 10}`, month: `${nextYear}-12` };
let token = "";

interface Answer {
  readonly status: number;
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
}

async function post(
  body: BodyInit,
  options: { token?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const request = new Request("http://localhost/api/webhooks/tradingview/x", {
    method: "POST",
    body,
    headers: options.headers ?? { "content-type": "text/plain" },
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
  const response = await receiveAlert(request, options.token ?? token);
  return { status: response.status, ...(await response.json()) };
}

async function table(name: string): Promise<Record<string, unknown>[]> {
  return (await pool().query(`SELECT * FROM ${name} ORDER BY 1`)).rows;
}

const signal = (minute: number, direction = "Bullish"): string =>
  `SIGNAL:${direction}:25438.75:85::FVG:${AT + minute * 60_000}`;

beforeAll(async () => {
  await pool().query(`INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, profile) VALUES
    ('NQ', 'Nasdaq', 'XCME', 0.25, 20, '{NQ1!,CME_MINI:NQ1!,MNQ1!}', 'spec'), ('ES', 'S&P', 'XCME', 0.25, 50, '{ES1!}', 'indicator')`);
  await pool().query(
    `INSERT INTO contracts (root, ticker, month, last_trade_date) VALUES ('NQ', 'NQZ5', '2025-12', '2025-12-19'),
      ('NQ', $1, $2, $3)`,
    [listed.ticker, listed.month, `${listed.month}-17`],
  );
  token = (await createSource("desk")) ?? "";
});

beforeEach(async () => {
  await pool().query("DELETE FROM signal_ids");
});

describe("answers of methodology 2.4", () => {
  it("202 accepted: raw body, parsed columns and state new are stored", async () => {
    const answer = await post(signal(0));
    expect(answer).toMatchObject({ status: 202, outcome: "accepted", code: "ACCEPTED" });
    expect(Object.keys(answer).sort()).toEqual(["code", "message", "outcome", "status"]);
    const [row] = (await pool().query("SELECT * FROM webhook_deliveries ORDER BY id DESC LIMIT 1")).rows;
    expect(row).toMatchObject({
      body: signal(0),
      content_type: "text/plain",
      root: "NQ",
      trade_id: "20251201_202000000_BULLISH",
      format: "F1",
      event: "SIGNAL_CREATED",
      outcome: "accepted",
      state: "new",
    });
  });

  it("200 duplicate: the same id again changes nothing, in another dialect too (INV-14)", async () => {
    await post(signal(1));
    const again = await post(
      JSON.stringify({ signal: "bull", timestamp: (AT + 60_000) / 1000, symbol: "CME_MINI:NQ1!" }),
    );
    expect(again).toMatchObject({ status: 200, outcome: "duplicate", code: "DUPLICATE" });
    expect(await table("signal_ids")).toHaveLength(1);
  });

  it.each([
    ["400", "malformed JSON", '{"type":"ENTRY","entry_price":24847",}', 400, "BAD_PAYLOAD"],
    ["400", "an unknown type", '{"event_type":"SIGNAL_MOVED"}', 400, "BAD_PAYLOAD"],
    [
      "422",
      "an unknown symbol",
      JSON.stringify({ signal: "Bullish", timestamp: AT, symbol: "CL1!" }),
      422,
      "WRONG_SYMBOL",
    ],
    ["422", "a time far ahead", `SIGNAL:Bullish:1:1::FVG:${Date.UTC(2090, 1, 1)}`, 422, "FUTURE_TIME"],
  ])("%s for %s: kept raw, the id does not become known (A-01)", async (_status, _name, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, outcome: "rejected", code });
    expect(await table("signal_ids")).toHaveLength(0);
    const [row] = (await pool().query("SELECT * FROM webhook_deliveries ORDER BY id DESC LIMIT 1")).rows;
    expect(row).toMatchObject({ body, outcome: "rejected", code, state: "kept" });
  });

  it.each([
    ["BIAS_MISMATCH", JSON.stringify({ signal: "Bullish", timestamp: AT, fvg_data: { bias: "Bearish" } })],
    ["MARKET_CLOSED", `SIGNAL:Bullish:1:1::FVG:${Date.UTC(2025, 11, 6, 1, 0)}`],
    ["INVALID_SESSION", `SIGNAL:Bullish:1:1::FVG:${Date.UTC(2025, 11, 2, 0, 59)}`],
  ])("422 %s goes to the engine all the same and its id is known (A-02)", async (code, body) => {
    expect(await post(body)).toMatchObject({ status: 422, outcome: "rejected", code });
    expect((await claimNewDeliveries(1_000)).length).toBeGreaterThan(0);
    const [row] = (await pool().query("SELECT state FROM webhook_deliveries ORDER BY id DESC LIMIT 1")).rows;
    expect(row).toEqual({ state: "new" });
    expect(await post(body)).toMatchObject({ status: 200, outcome: "duplicate" });
  });

  it("the session filter follows the instrument's profile (D-09)", async () => {
    const body = { signal: "Bullish", timestamp: Date.UTC(2025, 11, 2, 0, 59), symbol: "ES1!" };
    expect(await post(JSON.stringify(body))).toMatchObject({ status: 202, code: "ACCEPTED" });
  });

  it.each(["NQZ5", "CME_MINI:NQZ25", "NQZ2025", "MNQZ2025", "NQH4", "/NQZ23"])(
    "422 EXPIRED_CONTRACT for %s: it says when trading ended, is kept raw and leaves no id behind",
    async (symbol) => {
      const body = JSON.stringify({ signal: "Bullish", timestamp: AT, symbol });
      const answer = await post(body);
      expect(answer).toMatchObject({ status: 422, outcome: "rejected", code: "EXPIRED_CONTRACT" });
      expect(answer.message).toMatch(/^M?NQ[HZ]\d of \d{4}-\d\d stopped trading on \d{4}-\d\d-\d\d;/);
      expect(await table("signal_ids")).toHaveLength(0);
      const [row] = (await pool().query("SELECT * FROM webhook_deliveries ORDER BY id DESC LIMIT 1")).rows;
      expect(row).toMatchObject({ body, code: "EXPIRED_CONTRACT", root: "NQ", state: "kept" });
    },
  );

  it("the payload tester says the same of an expired contract", async () => {
    const { verdict } = await explainAlert(JSON.stringify({ signal: "Bullish", timestamp: AT, symbol: "NQZ5" }));
    expect(verdict).toMatchObject({ code: "EXPIRED_CONTRACT", forEngine: false });
    expect(verdict.message).toContain("NQZ5 of 2025-12 stopped trading on 2025-12-19");
  });

  it.each(["NQ", "nq1!", "CME_MINI:MNQ1!", listed.ticker, `CME_MINI:NQZ${nextYear % 100}`, `NQZ${nextYear}`])(
    "symbol %s routes to NQ",
    async (symbol) => {
      expect(await post(JSON.stringify({ signal: "Bullish", timestamp: AT, symbol }))).toMatchObject({
        outcome: "accepted",
      });
    },
  );

  it("202 stored: telemetry opens nothing, the same body again keeps one set of values", async () => {
    const body = JSON.stringify({ event_type: "MFE_UPDATE", trade_id: "20251201_202000000_BULLISH", be_mfe: 1.5 });
    const before = await claimNewDeliveries(1_000);
    for (let copy = 0; copy < 2; copy += 1) {
      expect(await post(body)).toMatchObject({ status: 202, outcome: "stored", code: "STORED" });
    }
    expect(await claimNewDeliveries(1_000)).toEqual(before);
    const { rows } = await pool().query("SELECT root, trade_id, event, values FROM telemetry");
    expect(rows).toMatchObject([
      { root: "NQ", trade_id: "20251201_202000000_BULLISH", event: "MFE_UPDATE", values: { beMfe: "1.5" } },
    ]);
  });

  it("W01: of 100 copies at once one is accepted", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(signal(7))));
    expect(answers.filter((answer) => answer.outcome === "accepted")).toHaveLength(1);
    expect(answers.filter((answer) => answer.outcome === "duplicate")).toHaveLength(99);
  });
});

describe("bounds (W02, W03)", () => {
  it("413 before parsing, announced or streamed without end", async () => {
    const before = (await table("webhook_deliveries")).length;
    expect(await post("x".repeat(16_385))).toMatchObject({ status: 413, code: "BODY_TOO_LARGE" });
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000).fill(65)) });
    expect(await post(endless)).toMatchObject({ status: 413 });
    expect(await table("webhook_deliveries")).toHaveLength(before);
  });

  it("a body of exactly 16 KB is read", async () => {
    expect(await post("x".repeat(16_384))).toMatchObject({ status: 400, code: "BAD_PAYLOAD" });
  });

  it.each([
    ["NUL bytes", new Uint8Array([0, 1, 2, 0])],
    ["bytes that are no UTF-8", new Uint8Array([0xff, 0xfe, 0xc0])],
    ["an escaped NUL in a value", JSON.stringify({ signal: "Bullish", timestamp: AT, price: 1, symbol: "NQ\u0000" })],
    ["half a surrogate in an id", '{"event_type":"ENTRY","trade_id":"\\ud800","exit_reason":"\\ud800"}'],
    ["nothing", ""],
  ])("%s: an answer below 500, kept raw", async (_name, body) => {
    const before = (await table("webhook_deliveries")).length;
    expect((await post(body)).status).toBeLessThan(500);
    expect(await table("webhook_deliveries")).toHaveLength(before + 1);
  });

  it("any content type, a byte order mark", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await post(`\ufeff${signal(11)}`, { headers })).toMatchObject({ outcome: "accepted" });
  });
});

describe("tokens (W05)", () => {
  it("401 for unknown, empty and overlong tokens; nothing is stored", async () => {
    const before = (await table("webhook_deliveries")).length;
    for (const wrong of ["wrong", "", "x".repeat(10_000), `${token}x`]) {
      expect(await post(signal(20), { token: wrong })).toMatchObject({
        status: 401,
        outcome: "rejected",
        code: "BAD_TOKEN",
      });
    }
    expect(await table("webhook_deliveries")).toHaveLength(before);
    expect(await table("signal_ids")).toHaveLength(0);
  });

  it("rotation: both tokens work during the overlap, the old one not after it", async () => {
    const first = (await createSource("rotated")) ?? "";
    const second = (await rotateSource("rotated", 3_600_000)) ?? "";
    for (const one of [first, second]) expect((await post(signal(21), { token: one })).status).not.toBe(401);
    const third = (await rotateSource("rotated", 0)) ?? "";
    expect((await post(signal(21), { token: second })).status).toBe(401);
    expect((await post(signal(21), { token: first })).status).toBe(401);
    expect((await post(signal(21), { token: third })).status).not.toBe(401);
  });

  it("a closed source is refused", async () => {
    const closed = (await createSource("closed")) ?? "";
    await setSourceActive("closed", false);
    expect((await post(signal(22), { token: closed })).status).toBe(401);
  });

  it("a token given by the environment replaces the one before; names are unique", async () => {
    await ensureSource("simulator", "first-token-of-the-simulator", true);
    await ensureSource("simulator", "second-token-of-the-simulator", true);
    expect((await post(signal(23), { token: "first-token-of-the-simulator" })).status).toBe(401);
    expect((await post(signal(23), { token: "second-token-of-the-simulator" })).status).toBe(202);
    expect((await claimNewDeliveries(1_000)).at(-1)).toMatchObject({ simulated: true });
    expect(await createSource("simulator")).toBeNull();
    expect((await listSources()).map((source) => source.name)).toContain("simulator");
  });

  it("a simulated source's market has sessions in every hour, as its engine judges it; a real one's has not", async () => {
    await ensureSource("simulator", "token-of-the-simulated-hours", true);
    const evening = signal(-120);
    expect(await post(evening)).toMatchObject({ status: 422, code: "INVALID_SESSION" });
    await pool().query("DELETE FROM signal_ids");
    expect(await post(evening, { token: "token-of-the-simulated-hours" })).toMatchObject({ status: 202 });
  });

  it("the token stands nowhere in the database", async () => {
    for (const name of ["webhook_sources", "webhook_deliveries"]) {
      expect(JSON.stringify(await table(name))).not.toContain(token);
    }
  });
});

describe("the worker's side", () => {
  it("new deliveries come in order of receipt, parsed and routed, until they are marked as applied", async () => {
    await inTransaction(async (connection) => {
      const ids = (await claimNewDeliveries(1_000)).map((delivery) => delivery.id);
      await markApplied(connection, ids);
    });
    await post(JSON.stringify({ signal: "Bearish", timestamp: AT, symbol: "MNQ1!" }));
    await post(signal(1));
    const [first, second] = await claimNewDeliveries(10);
    expect(first?.alert).toMatchObject({ kind: "signal", direction: "bearish", symbol: null });
    expect(first?.root).toBe("NQ");
    expect(second?.receivedAt).toBeGreaterThanOrEqual(first?.receivedAt ?? Number.NaN);
    expect(await claimNewDeliveries(1)).toEqual([first]);
    expect(await claimNewDeliveries(10, [first?.id ?? 0])).toEqual([second]);
    await inTransaction((connection) => markApplied(connection, [first?.id ?? 0, second?.id ?? 0]));
    expect(await claimNewDeliveries(10)).toEqual([]);
  });

  it("a new signal is announced with its id, a duplicate is not", async () => {
    const listener = await pool().connect();
    const heard: string[] = [];
    const marker = new Promise<void>((resolve) => {
      listener.on("notification", ({ channel, payload }) => {
        if (channel === "signal_received") heard.push(payload ?? "");
        else resolve();
      });
    });
    await listener.query("LISTEN signal_received; LISTEN marker");
    await post(signal(30));
    await post(signal(30));
    await pool().query("SELECT pg_notify('marker', '')");
    await marker;
    listener.release(true);
    const [delivery] = (await claimNewDeliveries(1_000)).slice(-1);
    expect(heard).toEqual([String(delivery?.id)]);
  });
});

describe("Postgres is down (W06)", () => {
  it("the alert is stored on disk, answered 200, and taken when Postgres is back", async () => {
    const inbox = new Inbox(path.join(dataDir, "inbox"));
    const down = new URL(url);
    down.port = "1";
    const { env } = await import("@/lib/env");
    const variables: { DATABASE_URL?: string | undefined } = env();
    await closeDb();
    variables.DATABASE_URL = down.href;
    expect(await post(signal(40))).toMatchObject({ status: 200, outcome: "stored", code: "QUEUED" });
    expect(await post(signal(40))).toMatchObject({ status: 200, outcome: "stored" });
    expect(await post(signal(41), { token: "wrong" })).toMatchObject({ status: 200, outcome: "stored" });
    expect(await inbox.size()).toBe(3);
    // Made-up addresses get their share of the disk and no more; the one that worked before is still taken.
    const strangers = await Promise.all(
      Array.from({ length: UNKNOWN_KEPT_MAX }, (_, index) => post(signal(42), { token: `wrong-${index}` })),
    );
    expect(strangers.filter(({ status }) => status === 503)).toHaveLength(1);
    expect(await post(signal(40))).toMatchObject({ status: 200, outcome: "stored" });
    await closeDb();
    variables.DATABASE_URL = url;
    expect(await drainInbox(inbox)).toEqual({ applied: 3 + UNKNOWN_KEPT_MAX, bad: [], refused: UNKNOWN_KEPT_MAX });
    expect(await inbox.size()).toBe(0);
    const { rows } = await pool().query("SELECT outcome FROM webhook_deliveries WHERE body = $1 ORDER BY id", [
      signal(40),
    ]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["accepted", "duplicate", "duplicate"]);
    const text = JSON.stringify(await table("webhook_sources"));
    expect(text).toContain(tokenHash(token));
  });
});

const ALERTS = "../shared/data/alerts";

describe.runIf(existsSync(ALERTS))("recorded deliveries of TradingView", () => {
  const bodies: string[] = [];
  beforeAll(() => {
    for (const file of readdirSync(ALERTS).sort()) {
      const text = gunzipSync(readFileSync(`${ALERTS}/${file}`)).toString("utf8");
      const found = [...text.matchAll(/"\{(?:[^"]|"")*\}"/g)].map(([cell]) => cell.slice(1, -1).replaceAll('""', '"'));
      bodies.push(...found.reverse());
    }
  });

  it("every body twice, oldest first: no 5xx, malformed ones 400 and kept raw, the second pass changes nothing", async () => {
    const known = async (): Promise<unknown> => ({
      ids: await table("signal_ids"),
      telemetry: await table("telemetry"),
      waiting: (await claimNewDeliveries(10_000)).map((delivery) => delivery.id),
    });
    const first: Record<number, number> = {};
    for (const body of bodies) {
      const { status } = await post(body);
      first[status] = (first[status] ?? 0) + 1;
    }
    // Of the 12 signals one lies in a session (15:59 New York), the others after 16:00.
    expect(first).toEqual({ 202: 1_198, 400: 6, 422: 11 });
    const after = await known();
    for (const body of bodies) expect((await post(body)).status).toBeLessThan(500);
    expect(await known()).toEqual(after);
    const { rows } = await pool().query("SELECT body FROM webhook_deliveries WHERE code = 'BAD_PAYLOAD'");
    const malformed = bodies.filter((body) => parseAlert(body).kind === "bad");
    for (const body of malformed) expect(rows.filter((row) => row.body === body)).toHaveLength(2);
  }, 120_000);
});
