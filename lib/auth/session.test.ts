import { describe, expect, it } from "vitest";
import { personOf } from "@/lib/auth/session";
import { systemClock } from "@/lib/clock";
import { pool } from "@/lib/db/client";
import { livingSessions, sessionIdleMs, touchEveryMs } from "@/lib/db/sessions";
import { testDatabase } from "@/scripts/testing/database";
import { cookieOf, makePerson } from "@/scripts/testing/people";

await testDatabase();

const seen = async (id: string): Promise<number> => {
  const { rows } = await pool().query<{ updated_at: Date }>("SELECT updated_at FROM sessions WHERE id = $1", [id]);
  return rows[0]?.updated_at.getTime() ?? Number.NaN;
};

describe("the person of a request", () => {
  it("is found by the cookie alone, and not by a token without its signature", async () => {
    const { email } = await makePerson("analyst", "signed@desk.test");
    const cookie = await cookieOf(email);
    expect(await personOf(new Headers({ cookie }), systemClock)).toMatchObject({ email, role: "analyst" });
    const { rows } = await pool().query<{ token: string }>("SELECT token FROM sessions");
    for (const forged of [`${rows[0]?.token}`, `${rows[0]?.token}.`, `${rows[0]?.token}.AAAA`]) {
      const headers = new Headers({ cookie: `excursion.session_token=${encodeURIComponent(forged)}` });
      expect(await personOf(headers, systemClock)).toBeNull();
    }
    expect(await personOf(new Headers(), systemClock)).toBeNull();
  });

  it("is seen: a request or an open stream is a sign of life, written down at most every few minutes", async () => {
    const { email } = await makePerson("trader", "seen@desk.test");
    const cookie = await cookieOf(email);
    const person = await personOf(new Headers({ cookie }), systemClock);
    const id = person?.sessionId ?? "";
    const first = await seen(id);
    await personOf(new Headers({ cookie }), { now: () => first + touchEveryMs });
    expect(await seen(id)).toBe(first);
    await personOf(new Headers({ cookie }), { now: () => first + touchEveryMs + 1 });
    const second = await seen(id);
    expect(second).toBe(first + touchEveryMs + 1);
    expect([...(await livingSessions([id, "unknown"], second + touchEveryMs * 2))]).toEqual([id]);
    expect(await seen(id)).toBe(second + touchEveryMs * 2);
    expect((await livingSessions([id], second + touchEveryMs * 2 + sessionIdleMs)).size).toBe(0);
  });

  it("a thousand streams that return together are all let in", async () => {
    const { email } = await makePerson("trader", "crowd@desk.test");
    const headers = new Headers({ cookie: await cookieOf(email) });
    const people = await Promise.all(Array.from({ length: 1000 }, () => personOf(headers, systemClock)));
    expect(people.every((person) => person?.email === email)).toBe(true);
  });
});
