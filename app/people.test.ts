/** People through the real route handlers on a real database: setup, links, sign-in and its limits, second factor, audit. */
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { POST as changePassword } from "@/app/api/account/password/route";
import { DELETE as endAll } from "@/app/api/account/sessions/route";
import { GET as exportAudit } from "@/app/api/admin/audit/csv/route";
import { POST as invite } from "@/app/api/admin/invitations/route";
import { POST as reset } from "@/app/api/admin/users/[id]/reset/route";
import { PATCH as changeUser } from "@/app/api/admin/users/[id]/route";
import { POST as postSignIn } from "@/app/api/auth/sign-in/route";
import { POST as signOut } from "@/app/api/auth/sign-out/route";
import { POST as useLink } from "@/app/api/invitations/route";
import { GET as getSession } from "@/app/api/session/route";
import { POST as setup } from "@/app/api/setup/route";
import { readAudit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, cookieOf, makePerson, testPassword } from "@/scripts/testing/people";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
process.env["DATA_DIR"] = mkdtempSync(path.join(tmpdir(), "people-test-"));
const codeFile = path.join(process.env["DATA_DIR"], "setup-code");
writeFileSync(codeFile, "ABCD-EFGH\n", { mode: 0o600 });

type Handler = (request: Request, context?: { params: Promise<never> }) => Promise<Response>;
interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly error?: { code: string; message: string; details?: { field: string }[] };
    [key: string]: unknown;
  };
}

async function post(
  handler: unknown,
  body: unknown,
  { cookie, ip = "10.0.0.1", method = "POST", id }: { cookie?: string; ip?: string; method?: string; id?: string } = {},
): Promise<Sent> {
  const headers = { "x-forwarded-for": ip };
  const options = cookie === undefined ? { method, body, headers } : { method, body, headers, cookie };
  const context = id === undefined ? undefined : { params: Promise.resolve({ id } as never) };
  const response = await (handler as Handler)(browserRequest("/api/x", options), context);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const cookieIn = (sent: Sent): string =>
  sent.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
const isAlive = async (cookie: string): Promise<boolean> =>
  (await getSession(browserRequest("/api/session", { cookie }))).status === 200;
const actionsOn = async (email: string): Promise<string[]> =>
  (await readAudit({ target: email }, 200)).map((row) => row.action).reverse();

describe("the first admin", () => {
  const person = { name: "Ada", email: "Ada@Desk.Test", password: "tide-lamp-42-orchard" };

  it("needs the code, a sound password, and is made once", async () => {
    const wrong = await post(setup, { ...person, code: "AAAA-AAAA" });
    expect(wrong).toMatchObject({ status: 422, body: { error: { details: [{ field: "code" }] } } });
    const weak = await post(setup, { ...person, code: "ABCD-EFGH", password: "Password123!" });
    expect(weak).toMatchObject({ status: 422, body: { error: { details: [{ field: "password" }] } } });
    const extra = await post(setup, { ...person, code: "ABCD-EFGH", role: "admin" });
    expect(extra.status).toBe(400);

    // Two at once: one of them is the first admin, also when the code is typed without its dash.
    const both = await Promise.all([
      post(setup, { ...person, code: "abcdefgh" }),
      post(setup, { ...person, email: "eve@desk.test", code: "ABCD-EFGH" }),
    ]);
    expect(both.map((sent) => sent.status).sort()).toEqual([200, 409]);
    const { rows } = await pool().query("SELECT role FROM users");
    expect(rows).toEqual([{ role: "admin" }]);
    expect(await isAlive(cookieIn(both.find((sent) => sent.status === 200) ?? both[0]))).toBe(true);
    expect(() => statSync(codeFile)).toThrow(/ENOENT/);
    writeFileSync(codeFile, "ABCD-EFGH");
    expect((await post(setup, { ...person, code: "ABCD-EFGH" })).status).toBe(404);
  });

  it("guesses of the code are slowed per address", async () => {
    await pool().query("UPDATE users SET role = 'trader'");
    const tries: number[] = [];
    for (let i = 0; i < 25; i += 1)
      tries.push((await post(setup, { ...person, code: `WRONG${i}` }, { ip: "10.9.9.9" })).status);
    expect(tries.slice(0, 20)).toEqual(Array(20).fill(422));
    expect(new Set(tries.slice(20))).toEqual(new Set([429]));
    await pool().query("UPDATE users SET role = 'admin'");
  });
});

describe("a sign-in", () => {
  /** Moves the wall clock of the whole process; timers stay real. */
  async function at<T>(time: number, run: () => Promise<T>): Promise<T> {
    vi.useFakeTimers({ now: time, toFake: ["Date"] });
    try {
      return await run();
    } finally {
      vi.useRealTimers();
    }
  }

  it("100 wrong passwords are slowed and refused; the right one works after the wait", async () => {
    const { email } = await makePerson("trader", "guessed@desk.test");
    const start = Date.now();
    const answers: Sent[] = [];
    for (let i = 0; i < 100; i += 1) {
      answers.push(
        await at(start, () => post(postSignIn, { email, password: `wrong password ${i}` }, { ip: "10.1.0.1" })),
      );
    }
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95);
    const last = answers.at(-1);
    const wait = Number(last?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(last?.body.error).toMatchObject({ code: "TOO_MANY_ATTEMPTS" });
    const right = { email, password: testPassword };
    expect((await at(start, () => post(postSignIn, right, { ip: "10.1.0.1" }))).status).toBe(429);
    expect((await at(start + wait * 1000, () => post(postSignIn, right, { ip: "10.1.0.1" }))).status).toBe(200);
  });

  it("attempts made at once are all counted", async () => {
    const { email } = await makePerson("trader", "burst@desk.test");
    const attempt = (i: number): Promise<Sent> =>
      post(postSignIn, { email, password: `wrong ${i}` }, { ip: "10.1.1.1" });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => attempt(i)));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
  });

  it("many addresses against one account: at most 10 a minute and 100 an hour, and the owner gets in from home", async () => {
    const { email } = await makePerson("trader", "owner@desk.test");
    const home = { ip: "10.2.0.1" };
    const right = { email, password: testPassword };
    const start = Date.now();
    expect((await at(start, () => post(postSignIn, right, home))).status).toBe(200);
    const tried: number[] = [];
    for (let second = 0; second < 3600; second += 5) {
      const now = start + second * 1000;
      const ip = `10.3.${Math.floor(second / 250)}.${second % 250}`;
      const { status } = await at(now, () => post(postSignIn, { email, password: "wrong password" }, { ip }));
      if (status === 401) tried.push(now);
    }
    expect(tried.length).toBeLessThanOrEqual(100);
    expect(tried.filter((time) => time < start + 60_000).length).toBeLessThanOrEqual(10);
    expect((await at(start + 3_599_000, () => post(postSignIn, right, home))).status).toBe(200);
  }, 120_000);

  it("one address against many accounts is slowed as well", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1) {
      const email = `nobody-${i}@desk.test`;
      statuses.push((await post(postSignIn, { email, password: "wrong password" }, { ip: "10.4.0.1" })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(9);
  }, 60_000);

  it("unknown, deactivated and wrong look the same and cost the same", async () => {
    const known = await makePerson("trader", "known@desk.test");
    const gone = await makePerson("trader", "gone@desk.test");
    await pool().query("UPDATE users SET active = false WHERE id = $1", [gone.id]);
    const cases = {
      unknown: ["never-was@desk.test", "wrong password"],
      wrong: [known.email, "wrong password"],
      deactivated: [gone.email, testPassword],
    } as const;
    const answers: unknown[] = [];
    const spent = new Map<string, number[]>(Object.keys(cases).map((name) => [name, []]));
    for (let round = 0; round < 4; round += 1) {
      for (const [name, [email, password]] of Object.entries(cases)) {
        const startedAt = performance.now();
        const sent = await post(postSignIn, { email, password }, { ip: `10.5.${round}.1` });
        spent.get(name)?.push(performance.now() - startedAt);
        answers.push({ status: sent.status, body: sent.body, cookies: sent.headers.getSetCookie() });
      }
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    // Each pays for one scrypt; an answer without it would be ten times as fast.
    const fastest = [...spent.values()].map((times) => Math.min(...times));
    expect(Math.max(...fastest) / Math.min(...fastest)).toBeLessThan(2.5);
  }, 60_000);
});

describe("one-time links", () => {
  async function admin(): Promise<string> {
    const { email } = await makePerson("admin", `admin-${Math.random()}@desk.test`);
    return cookieOf(email);
  }
  const tokenIn = (sent: Sent): string => String(sent.body["link"]).split("/").at(-1) ?? "";

  it("an invitation works once, for the role it was made for, and only its hash is stored", async () => {
    const cookie = await admin();
    const made = await post(invite, { email: "new@desk.test", role: "analyst" }, { cookie });
    expect(made).toMatchObject({ status: 201, body: { email: "new@desk.test" } });
    const token = tokenIn(made);
    const { rows } = await pool().query("SELECT row_to_json(i)::text AS text FROM invitations i");
    expect(rows.some((row) => row.text.includes(token))).toBe(false);
    const use = { token, name: "New", password: "quiet-harbour-17-kites" };
    expect((await post(useLink, { ...use, role: "admin" })).status).toBe(400);
    const both = await Promise.all([post(useLink, use), post(useLink, use)]);
    expect(both.map((sent) => sent.status).sort()).toEqual([200, 409]);
    expect((await post(useLink, use)).body.error).toMatchObject({ code: "LINK_GONE" });
    const person = await pool().query("SELECT role FROM users WHERE email = 'new@desk.test'");
    expect(person.rows).toEqual([{ role: "analyst" }]);
    expect(await actionsOn("new@desk.test")).toEqual(["user.invited", "user.created", "session.started"]);
    const again = await post(invite, { email: "new@desk.test", role: "admin" }, { cookie });
    expect(again).toMatchObject({ status: 409, body: { error: { code: "KNOWN_EMAIL" } } });
  });

  it("a refused password leaves the link usable and nothing half-made", async () => {
    const made = await post(invite, { email: "weak@desk.test", role: "trader" }, { cookie: await admin() });
    const token = tokenIn(made);
    expect((await post(useLink, { token, name: "Weak", password: "short" })).status).toBe(422);
    expect((await pool().query("SELECT 1 FROM users WHERE email = 'weak@desk.test'")).rows).toEqual([]);
    expect((await post(useLink, { token, name: "Weak", password: "quiet-harbour-17-kites" })).status).toBe(200);
  });

  it("an old invitation does not work", async () => {
    const made = await post(invite, { email: "late@desk.test", role: "trader" }, { cookie: await admin() });
    await pool().query(
      "UPDATE invitations SET expires_at = now() - interval '1 second' WHERE email = 'late@desk.test'",
    );
    const sent = await post(useLink, { token: tokenIn(made), name: "Late", password: "quiet-harbour-17-kites" });
    expect(sent.body.error).toMatchObject({ code: "LINK_GONE" });
  });

  it("a reset sets a new password and ends the sessions of the old one", async () => {
    const person = await makePerson("trader", "lost@desk.test");
    const old = await cookieOf(person.email);
    const made = await post(reset, { clearsSecondFactor: true }, { cookie: await admin(), id: person.id });
    expect(made.status).toBe(201);
    expect(await isAlive(old)).toBe(true);
    const used = await post(useLink, { token: tokenIn(made), password: "quiet-harbour-17-kites" });
    expect(used.status).toBe(200);
    expect(await isAlive(old)).toBe(false);
    expect((await post(postSignIn, { email: person.email, password: testPassword }, { ip: "10.6.0.1" })).status).toBe(
      401,
    );
  });
});

describe("sessions", () => {
  it("signing out, everywhere or here, makes the cookie worthless", async () => {
    const { email } = await makePerson("trader", "leaver@desk.test");
    const [here, there, third] = [await cookieOf(email), await cookieOf(email), await cookieOf(email)];
    expect((await post(signOut, {}, { cookie: here })).status).toBe(200);
    expect(await isAlive(here)).toBe(false);
    expect(await isAlive(there)).toBe(true);
    expect((await post(endAll, {}, { cookie: there, method: "DELETE" })).body).toEqual({ ended: 2 });
    expect([await isAlive(there), await isAlive(third)]).toEqual([false, false]);
  });

  it("a change of password keeps this browser and ends the others", async () => {
    const { email } = await makePerson("trader", "changer@desk.test");
    const [here, there] = [await cookieOf(email), await cookieOf(email)];
    const next = "quiet-harbour-17-kites";
    const wrong = await post(changePassword, { current: "not it at all", password: next }, { cookie: here });
    expect(wrong).toMatchObject({ status: 422, body: { error: { details: [{ field: "current" }] } } });
    expect((await post(changePassword, { current: testPassword, password: next }, { cookie: here })).status).toBe(200);
    expect([await isAlive(here), await isAlive(there)]).toEqual([true, false]);
    expect(await isAlive(await cookieOf(email, next))).toBe(true);
  });

  it("deactivating ends them at once; an idle or expired one is over", async () => {
    const boss = await cookieOf((await makePerson("admin", "boss@desk.test")).email);
    const person = await makePerson("trader", "idle@desk.test");
    const cookie = await cookieOf(person.email);
    expect((await post(changeUser, { active: false }, { cookie: boss, method: "PATCH", id: person.id })).status).toBe(
      200,
    );
    expect(await isAlive(cookie)).toBe(false);
    await post(changeUser, { active: true }, { cookie: boss, method: "PATCH", id: person.id });
    const idle = await cookieOf(person.email);
    await pool().query("UPDATE sessions SET updated_at = now() - interval '25 hours' WHERE user_id = $1", [person.id]);
    expect(await isAlive(idle)).toBe(false);
    const expired = await cookieOf(person.email);
    await pool().query("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = $1", [person.id]);
    expect(await isAlive(expired)).toBe(false);
  });

  it("a new role counts from the next request", async () => {
    const boss = await cookieOf((await makePerson("admin", "boss2@desk.test")).email);
    const person = await makePerson("trader", "riser@desk.test");
    const cookie = await cookieOf(person.email);
    const ask = (): Promise<Response> => exportAudit(browserRequest("/api/admin/audit/csv", { cookie }));
    expect((await ask()).status).toBe(403);
    await post(changeUser, { role: "admin" }, { cookie: boss, method: "PATCH", id: person.id });
    expect((await ask()).status).toBe(200);
  });

  it("somebody always stays in charge", async () => {
    await pool().query("UPDATE users SET role = 'trader' WHERE role = 'admin'");
    const one = await makePerson("admin", "one@desk.test");
    const two = await makePerson("admin", "two@desk.test");
    const [first, second] = [await cookieOf(one.email), await cookieOf(two.email)];
    const both = await Promise.all([
      post(changeUser, { role: "trader" }, { cookie: first, method: "PATCH", id: two.id }),
      post(changeUser, { active: false }, { cookie: second, method: "PATCH", id: one.id }),
    ]);
    const { rows } = await pool().query("SELECT 1 FROM users WHERE role = 'admin' AND active");
    expect(rows).toHaveLength(1);
    expect(both.some(({ status }) => status === 409 || status === 403 || status === 401)).toBe(true);
  });
});

describe("the audit log", () => {
  it("refuses UPDATE, DELETE and TRUNCATE", async () => {
    for (const statement of ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log", "TRUNCATE audit_log"]) {
      await expect(pool().query(statement)).rejects.toThrow(/audit_log is append-only/);
    }
  });

  it("says who, when, from where, what, before and after", async () => {
    await pool().query("UPDATE users SET role = 'trader' WHERE email = 'x'");
    const boss = await makePerson("admin", "scribe@desk.test");
    const person = await makePerson("trader", "written@desk.test");
    const cookie = await cookieOf(boss.email);
    await post(changeUser, { role: "analyst" }, { cookie, method: "PATCH", id: person.id, ip: "10.7.0.1" });
    const [entry] = await readAudit({ target: person.email, action: "user.role_changed" }, 10);
    expect(entry).toMatchObject({
      actor: boss.email,
      ip: "10.7.0.1",
      userAgent: "tests",
      target: `user:${person.email}`,
      before: { role: "trader" },
      after: { role: "analyst" },
    });
    expect(Math.abs((entry?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    // A refused change leaves no entry.
    await post(changeUser, { role: "analyst" }, { cookie, method: "PATCH", id: person.id });
    expect(await readAudit({ target: person.email, action: "user.role_changed" }, 10)).toHaveLength(1);
  });

  it("is read in pages from the newest, and as a CSV that calculates nothing", async () => {
    const cookie = await cookieOf((await makePerson("admin", "reader@desk.test")).email);
    await pool().query(
      `INSERT INTO audit_log (actor, action, target) SELECT 'system', 'test.done', '=HYPERLINK(' || n || ')' FROM generate_series(1, 450) n`,
    );
    const ids: string[] = [];
    for (let before: string | undefined; ; ) {
      const rows = await readAudit({ action: "test.done" }, 200, before);
      ids.push(...rows.map((row) => row.id));
      before = rows.at(-1)?.id;
      if (rows.length < 200) break;
    }
    expect(new Set(ids).size).toBe(450);
    const response = await exportAudit(browserRequest("/api/admin/audit/csv?action=test.done", { cookie }));
    const lines = (await response.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(451);
    expect(lines[1]).toContain(`"'=HYPERLINK(450)"`);
    const wrong = await exportAudit(browserRequest("/api/admin/audit/csv?from=yesterday", { cookie }));
    expect(wrong.status).toBe(400);
  });

  it("holds no secret", async () => {
    const { rows } = await pool().query("SELECT row_to_json(a)::text AS text FROM audit_log a");
    const text = rows.map((row) => row.text).join("\n");
    for (const secret of [testPassword, "quiet-harbour-17-kites", "ABCD-EFGH"]) expect(text).not.toContain(secret);
  });
});
