import { beforeAll, describe, expect, it } from "vitest";
import { DELETE as undoBulk } from "@/app/api/lab/bulk/[batch]/route";
import { POST as bulk } from "@/app/api/lab/bulk/route";
import { GET as getHistory } from "@/app/api/signals/[id]/history/route";
import { POST as preview } from "@/app/api/signals/[id]/review/preview/route";
import { GET as getReview, POST as review } from "@/app/api/signals/[id]/review/route";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/scripts/testing/database";
import { browserRequest, signedIn } from "@/scripts/testing/people";
import { PlayedDesk } from "@/scripts/testing/played-desk";

await testDatabase();
process.env["LOG_LEVEL"] = "silent";
const analyst = await signedIn("analyst");
const trader = await signedIn("trader");

let id = "";
beforeAll(async () => {
  const desk = await PlayedDesk.open(18);
  id = await desk.bullishTrade();
  desk.path(4, [20_020, 20_055, 20_014.5, 19_974], 1_000);
  await desk.store();
});

type Answer = { readonly status: number; readonly body: Record<string, unknown> };
async function read(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.json() };
}
const here = () => ({ params: Promise.resolve({ id }) });
const post = async (body: object, cookie = analyst, route = review) =>
  read(await route(browserRequest("/api/x", { method: "POST", cookie, body }), here()));
const get = async (route: typeof getReview, query = "", cookie = trader) =>
  read(await route(browserRequest(`/api/x${query}`, { cookie }), here()));

describe("the routes of a review", () => {
  it("a trader reads everything and changes nothing", async () => {
    expect(await get(getReview)).toMatchObject({
      status: 200,
      body: { review: { version: 0, status: "unreviewed", undo: null } },
    });
    expect((await post({ version: 0, action: "approve" }, trader)).status).toBe(403);
    expect((await post({ version: 0, action: "correct", changes: { stopLoss: "1" } }, trader, preview)).status).toBe(
      403,
    );
    expect((await bulk(browserRequest("/api/x", { method: "POST", cookie: trader, body: {} }))).status).toBe(403);
  });

  it("shows every field with the machine's value and why it cannot be corrected", async () => {
    const { body } = await get(getReview);
    const { fields } = body["review"] as { fields: { field: string; auto: string; blocked: string | null }[] };
    expect(fields.find(({ field }) => field === "stopLoss")).toMatchObject({
      auto: "19974.00",
      human: null,
      blocked: null,
    });
  });

  it("previews a correction row by row, saves it, keeps the machine's values beside it, and undoes it", async () => {
    const correction = {
      version: 0,
      action: "correct",
      reason: "wick was an error",
      changes: { stopLoss: "19974.25" },
    };
    const shown = await post(correction, analyst, preview);
    const rows = (answer: Answer, key: string) =>
      (answer.body["compared"] as { key: string; before: string; after: string }[]).find((row) => row.key === key);
    expect(shown.status).toBe(200);
    expect(rows(shown, "risk")).toMatchObject({ before: "40.50", after: "40.25" });
    // The shorter risk puts 1R within reach of 20055: the BE leg is armed and ends at the entry.
    expect(rows(shown, "outcomeBe")).toMatchObject({ before: "0.0000", after: "0.0000" });
    const saved = await post(correction);
    expect(saved).toMatchObject({ status: 200, body: { review: { version: 1, undo: { action: "correct" } } } });
    const { fields } = saved.body["review"] as { fields: { field: string }[] };
    expect(fields.find(({ field }) => field === "stopLoss")).toMatchObject({
      ...{ auto: "19974.00", value: "19974.25", human: { human: "19974.25", reason: "wick was an error" } },
    });
    expect(await post({ version: 1, action: "undo" })).toMatchObject({
      ...{ status: 200, body: { undone: "correct", review: { version: 2, compared: null, undo: null } } },
    });
  });

  it("refuses a risk of zero or less at its field, and what is no value at all", async () => {
    const zero = await post({ version: 2, action: "correct", reason: "x", changes: { stopLoss: "20014.50" } });
    expect(zero).toMatchObject({
      status: 422,
      body: { error: { code: "BAD_VALUE", details: [{ field: "stopLoss" }] } },
    });
    expect(
      (await post({ version: 2, action: "correct", reason: "", changes: { stopLoss: "19970" } })).body,
    ).toMatchObject({
      error: { details: [{ field: "reason" }] },
    });
    expect((await post({ version: 2, action: "correct", changes: { direction: "bearish" } })).status).toBe(400);
    expect((await post({ version: 2, action: "correct", changes: {} })).status).toBe(400);
    expect((await post({ version: -1, action: "approve" })).status).toBe(400);
    expect((await post({ version: 2, action: "annotate", notes: "x".repeat(10_001) })).status).toBe(400);
    // A filter's address parts its tags by commas.
    expect((await post({ version: 2, action: "annotate", tags: ["a,b"] })).status).toBe(400);
  });

  it("tells a stale page who changed what", async () => {
    expect(await post({ version: 2, action: "annotate", notes: "seen" })).toMatchObject({ status: 200 });
    expect(await post({ version: 2, action: "approve" })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "STALE",
          details: {
            version: 3,
            since: [{ version: 3, action: "annotate", actor: "analyst@desk.test" }],
            changes: [{ field: "notes", before: null, after: "seen" }],
          },
        },
      },
    });
  });

  it("lists every version, and shows the entry as it stood at an instant", async () => {
    const { body } = await get(getHistory);
    expect((body["versions"] as { action: string }[]).map(({ action }) => action)).toEqual([
      "correct",
      "undo",
      "annotate",
    ]);
    const now = new Date(systemClock.now()).toISOString();
    const later = await get(getHistory, `?asOf=${now}`);
    expect(later.body["asOf"]).toMatchObject({ version: 3, review: { notes: "seen" }, machine: { status: "CLOSED" } });
    const during = await get(getHistory, "?asOf=2026-11-18T15:04:02.500Z");
    expect(during.body["asOf"]).toMatchObject({
      ...{
        version: 0,
        review: { notes: "" },
        machine: { status: "ACTIVE", event: "BE_TRIGGERED", beLeg: "TRIGGERED" },
      },
    });
    const before = await get(getHistory, "?asOf=2026-11-18T10:00:00Z");
    expect(before.body["asOf"]).toMatchObject({ machine: { status: null, event: null, mfe: null } });
    expect((await get(getHistory, "?asOf=yesterday")).status).toBe(400);
  });
});

describe("the bulk route", () => {
  const send = async (body: object) =>
    read(await bulk(browserRequest("/api/x", { method: "POST", cookie: analyst, body })));
  const filter = { filter: "session=NY%20AM", source: "simulated" };

  it("previews, does exactly that, and takes it back", async () => {
    const shown = await send({ ...filter, action: "reject", preview: true });
    expect(shown).toMatchObject({ status: 200, body: { kind: "preview", entries: 1, changed: 1, examples: [id] } });
    const digest = shown.body["digest"];
    const done = await send({ ...filter, action: "reject", reason: "test day", digest });
    expect(done).toMatchObject({ status: 200, body: { kind: "done", changed: 1 } });
    expect(await send({ ...filter, action: "reject", digest })).toMatchObject({
      status: 409,
      body: { error: { code: "STALE" } },
    });
    const params = Promise.resolve({ batch: String(done.body["batch"]) });
    const back = await undoBulk(browserRequest("/api/x", { method: "DELETE", cookie: analyst }), { params });
    expect(await read(back)).toMatchObject({ status: 200, body: { kind: "done", changed: 1 } });
    expect(await get(getReview)).toMatchObject({ body: { review: { status: "unreviewed", notes: "seen" } } });
  });

  it("refuses an unknown filter value instead of taking more entries than asked for", async () => {
    const answer = await send({ filter: "sesion=ASIA", source: "simulated", action: "delete", preview: true });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "BAD_FILTER" } } });
    expect(JSON.stringify(answer.body)).toContain("sesion=ASIA");
    expect((await send({ action: "delete", preview: true })).status).toBe(400);
    expect((await send({ ids: [id], filter: "", action: "delete", preview: true })).status).toBe(400);
    expect((await send({ ids: [id], action: "delete" })).status).toBe(400);
  });
});
