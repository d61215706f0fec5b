import { describe, expect, it } from "vitest";
import { GET as getExport } from "@/app/api/lab/export/route";
import { GET as getFacets } from "@/app/api/lab/facets/route";
import { GET as getGroups } from "@/app/api/lab/groups/route";
import { GET as getList } from "@/app/api/lab/route";
import { DELETE as deleteView, PATCH as patchView } from "@/app/api/lab/views/[id]/route";
import { PUT as putDefault } from "@/app/api/lab/views/default/route";
import { GET as getViews, POST as postView } from "@/app/api/lab/views/route";
import { pool } from "@/lib/db/client";
import { csvExport, newYorkIso } from "@/lib/http/lab-export";
import { type LabRow, labColumns } from "@/lib/lab/columns";
import { testDatabase } from "@/scripts/testing/database";
import { insertLabContracts, insertLabEntries } from "@/scripts/testing/lab";
import { browserRequest, cookieOf, makePerson, signedIn } from "@/scripts/testing/people";

await testDatabase();
await insertLabContracts();
await insertLabEntries(3, 40);
const cookie = await signedIn("trader");

interface ListAnswer {
  readonly left: readonly LabRow[];
  readonly rows: readonly LabRow[];
  readonly next: string | null;
  readonly source: string;
  readonly unknown: readonly { readonly name: string }[];
}

const call = (handler: (request: Request) => Promise<Response>, query: string) =>
  handler(browserRequest(`/api/lab?${query}`, { cookie }));
async function list(query: string): Promise<ListAnswer> {
  const response = await call(getList, query);
  expect(response.status).toBe(200);
  return response.json();
}

describe("GET /api/lab", () => {
  it("goes through all pages by the cursor, in the order asked for", async () => {
    const whole = await list("limit=500&sort=noBeMfe&dir=asc&group=session");
    const ids: string[] = [];
    let next: string | null = "";
    for (let pages = 0; next !== null && pages < 20; pages += 1) {
      const page: ListAnswer = await list(`limit=7&sort=noBeMfe&dir=asc&group=session&cursor=${next}`);
      ids.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual(whole.rows.map(({ id }) => id));
    expect(whole.rows.length).toBeGreaterThan(20);
  });

  it("says which source it shows and what it ignored", async () => {
    const answer = await list("status=CLOSED,finished&colour=red&sort=tags");
    expect(answer.source).toBe("live");
    expect(answer.unknown.map(({ name }) => name)).toEqual(["status", "colour", "sort"]);
    expect(answer.rows.every(({ status }) => status === "CLOSED")).toBe(true);
    expect((await list("source=simulated")).rows.every(({ source }) => source === "simulated")).toBe(true);
  });

  it("refuses values the database cannot read as the asker's, not as an outage", async () => {
    const made = Buffer.from(JSON.stringify(["receivedAt desc ", "no instant", "x"])).toString("base64url");
    const response = await call(getList, `cursor=${made}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "BAD_QUERY" } });
    // A filter's value is named and ignored, like any other that means nothing.
    const unreadable = await list("text=%00&tag=a%00b");
    expect(unreadable.unknown.map(({ name }) => name)).toEqual(["text", "tag"]);
  });

  it("refuses a cursor of another order, a made-up one, and a limit out of range", async () => {
    const { next } = await list("limit=3");
    const wrong = [
      `cursor=${next}&sort=mae`,
      "cursor=abc",
      `cursor=${"a".repeat(3000)}`,
      "limit=0",
      "limit=501",
      "limit=x",
    ];
    for (const query of wrong) {
      const response = await call(getList, query);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: "BAD_QUERY" } });
    }
  });
});

describe("a part of the list", () => {
  it("the groups, one after the other, are the grouped list; their rows are as many as their subtotals say", async () => {
    for (const group of ["day", "session", "scenario", "status", "review", "instrument"]) {
      const whole = await list(`limit=500&group=${group}`);
      const { groups } = (await (await call(getGroups, `group=${group}`)).json()) as {
        groups: { group: string | null; n: number }[];
      };
      const ids: string[] = [];
      for (const { group: value, n } of groups) {
        const part = await list(`limit=500&group=${group}&only=${encodeURIComponent(value ?? "")}`);
        expect(part.rows).toHaveLength(n);
        ids.push(...part.rows.map(({ id }) => id));
      }
      expect(ids).toEqual(whole.rows.map(({ id }) => id));
    }
  });

  it("named entries come as far as the filter finds them", async () => {
    const { rows } = await list("limit=500");
    const closed = rows.filter(({ status }) => status === "CLOSED").map(({ id }) => id);
    const other = rows.find(({ status }) => status !== "CLOSED")?.id ?? "";
    const asked = [closed[0], other, "none.such"].join(",");
    const found = await list(`status=CLOSED&ids=${encodeURIComponent(asked)}`);
    expect(found.rows.map(({ id }) => id)).toEqual([closed[0]]);
    expect(found.unknown).toEqual([]);
  });

  it("of named entries a reader holds it is told how those stand that the filter does not find", async () => {
    const { rows } = await list("limit=500");
    const closed = rows.filter(({ status }) => status === "CLOSED").map(({ id }) => id);
    const other = rows.find(({ status }) => status !== "CLOSED");
    const asked = `status=CLOSED&ids=${encodeURIComponent([closed[0], other?.id, "none.such"].join(","))}`;
    expect((await list(asked)).left).toEqual([]);
    const held = await list(`${asked}&held=${encodeURIComponent([closed[0], other?.id, "none.such"].join(","))}`);
    expect(held.rows.map(({ id }) => id)).toEqual([closed[0]]);
    expect(held.left).toEqual([other]);
    expect(held.unknown).toEqual([]);
  });

  it.each([
    ...["only=ASIA", "group=day&only=monday", "group=day&only=", "ids=", `ids=${"a,".repeat(100)}b`],
    ...["held=a", "ids=a&held=b"],
  ])("refuses %s", async (query) => {
    expect((await call(getList, query)).status).toBe(400);
  });
});

describe("the numbers beside the list", () => {
  it("count the same entries", async () => {
    const { rows } = await list("limit=500&direction=bullish");
    const groups = await (await call(getGroups, "direction=bullish&group=status")).json();
    expect(groups).toMatchObject({ group: "status", source: "live", total: { n: rows.length } });
    const facets = await (await call(getFacets, "direction=bullish")).json();
    const closed = rows.filter(({ status }) => status === "CLOSED").length;
    expect(facets.facets.status).toContainEqual({ value: "CLOSED", n: closed });
  });
});

/** Lines of a CSV text as cells (RFC 4180). */
function cells(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, cell = "", end] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

describe("GET /api/lab/export", () => {
  it("refuses a third file at once before it begins, and takes it when one has ended", async () => {
    const [first, second] = [await call(getExport, ""), await call(getExport, "")];
    const third = await call(getExport, "format=json");
    expect([first.status, second.status, third.status]).toEqual([200, 200, 503]);
    expect(third.headers.get("retry-after")).toBe("5");
    expect(await third.json()).toMatchObject({ error: { code: "BUSY" } });
    await first.body?.cancel();
    const again = await call(getExport, "");
    expect(again.status).toBe(200);
    expect((await call(getExport, "")).status).toBe(503);
    expect((await again.text()).split("\r\n").length).toBe((await second.text()).split("\r\n").length);
    const after = await Promise.all([call(getExport, ""), call(getExport, "")]);
    expect(after.map(({ status }) => status)).toEqual([200, 200]);
    await Promise.all(after.map(({ body }) => body?.cancel()));
  });

  const query = "sort=noBeMfe&group=session&status=CLOSED,CANCELLED&deleted=no";

  it("is as CSV what the list shows, in its order, and says zone, units and filter", async () => {
    const response = await call(getExport, `${query}&format=csv`);
    expect(response.headers.get("content-disposition")).toMatch(
      /filename="excursion-signals-live-\d{4}-\d\d-\d\d\.csv"/,
    );
    const lines = cells(await response.text());
    const about = lines.filter(([first]) => first?.startsWith("# ")).map(([first]) => first);
    expect(about.join("\n")).toMatch(
      /America\/New_York.*points.*\n# Filter: Source: Live; Status: Closed or Cancelled\n# Address: source=live/s,
    );
    const [header = [], ...entries] = lines.slice(about.length);
    expect(header[0]).toBe("Signal (America/New_York)");
    expect(header).toContain("Entry (points)");
    const { rows } = await list(`${query}&limit=500`);
    const [id, entry] = [header.indexOf("Id"), header.indexOf("Entry (points)")];
    expect(entries.map((line) => line[id])).toEqual(rows.map((row) => row.id));
    expect(entries.map((line) => line[entry])).toEqual(
      rows.map(({ entryPrice }) => (entryPrice === null ? "" : String(Number(entryPrice)))),
    );
  });

  it("is as JSON what the list shows, field for field", async () => {
    const file = await (await call(getExport, `${query}&format=json`)).json();
    const { rows } = await list(`${query}&limit=500`);
    expect(file.rows).toEqual(rows.map(({ contractId, ...row }) => row));
    expect(file).toMatchObject({
      zone: { instants: "epoch ms, UTC" },
      filter: { words: [{ label: "Source", text: "Live" }, {}] },
    });
  });

  it("has the columns asked for, and the id", async () => {
    const file = await (await call(getExport, "format=json&columns=status,mae")).json();
    expect(Object.keys(file.rows[0])).toEqual(["status", "mae", "id"]);
  });

  it("is a whole file when nothing matches", async () => {
    const file = await (await call(getExport, "format=json&text=nothing-is-called-so")).json();
    expect(file.rows).toEqual([]);
  });

  it("reads more than one portion in one snapshot", async () => {
    await insertLabEntries(11, 1_400);
    const file = await (await call(getExport, "format=json&limit=1")).json();
    const groups = await (await call(getGroups, "")).json();
    expect(file.rows.length).toBe(groups.total.n);
    expect(file.rows.length).toBeGreaterThan(1_000);
    expect(new Set(file.rows.map(({ id }: LabRow) => id)).size).toBe(file.rows.length);
  });

  it("leaves no formula in a cell and no way out of one", async () => {
    const { rows } = await list("limit=1");
    const [row] = rows;
    if (row === undefined) throw new Error("expected a row");
    const evil = ["=1+1", "+1", "-1", "@x", "\t=1", '"; =1', "a\r\n=1"];
    async function* portions() {
      yield evil.map((tag) => ({ ...row, tags: [tag] }) as LabRow);
    }
    const columns = labColumns.filter(({ key }) => key === "tags" || key === "id");
    const head = { at: 0, query: "", chips: [], columns };
    let text = "";
    for await (const part of csvExport(head, portions())) text += part;
    const tags = cells(text)
      .slice(-evil.length)
      .map(([tag]) => tag);
    expect(tags.map((tag) => /^[=+\-@\t\r]/.test(tag ?? ""))).toEqual(evil.map(() => false));
    expect(cells(text).length).toBe(6 + evil.length);
  });

  it("refuses another format", async () => {
    expect((await call(getExport, "format=xlsx")).status).toBe(400);
  });

  it("writes New York instants with their offset, summer and winter", () => {
    expect(newYorkIso(Date.parse("2025-07-01T16:05:06.007Z"))).toBe("2025-07-01T12:05:06.007-04:00");
    expect(newYorkIso(Date.parse("2025-12-01T04:05:06.700Z"))).toBe("2025-11-30T23:05:06.700-05:00");
  });
});

describe("saved views", () => {
  const send = (method: string, body: unknown, as: string, id?: number) => {
    const request = browserRequest("/api/lab/views", { method, body, cookie: as });
    if (method === "POST") return postView(request);
    const context = { params: Promise.resolve({ id: String(id) }) };
    return method === "PATCH" ? patchView(request, context) : deleteView(request, context);
  };
  const names = async (as: string) => {
    const answer = await (await getViews(browserRequest("/api/lab/views", { cookie: as }))).json();
    return answer.views.map(({ name, mine, query }: { name: string; mine: boolean; query: string }) => [
      name,
      mine,
      query,
    ]);
  };

  it("are a person's own until an analyst shares one; each change is in the audit log", async () => {
    const analyst = await signedIn("analyst");
    const admin = await signedIn("admin");
    const made = await send("POST", { name: "Closed", query: "?status=CLOSED" }, analyst);
    expect(made.status).toBe(201);
    const { id } = await made.json();
    expect(await names(cookie)).toEqual([]);
    expect((await send("PATCH", { shared: true }, cookie, id)).status).toBe(403);
    expect((await send("PATCH", { name: "Mine" }, cookie, id)).status).toBe(404);
    expect((await send("PATCH", { shared: true, name: "All closed" }, analyst, id)).status).toBe(200);
    expect(await names(cookie)).toEqual([["All closed", false, "status=CLOSED"]]);
    expect(await names(analyst)).toEqual([["All closed", true, "status=CLOSED"]]);
    expect((await send("DELETE", {}, cookie, id)).status).toBe(404);
    expect((await send("DELETE", {}, admin, id)).status).toBe(200);
    expect((await send("DELETE", {}, admin, id)).status).toBe(404);
    const { rows } = await pool().query("SELECT action, target FROM audit_log WHERE target = $1 ORDER BY id", [
      `view:${id}`,
    ]);
    expect(rows.map(({ action }) => action)).toEqual(["view.added", "view.changed", "view.deleted"]);
  });

  it("one of them opens by itself, the same in every browser of a person, while they may see it", async () => {
    const analyst = await cookieOf((await makePerson("analyst", "mornings@desk.test")).email);
    const reader = await cookieOf((await makePerson("trader", "reader@desk.test")).email);
    const set = (view: number | null, as: string) =>
      putDefault(browserRequest("/api/lab/views/default", { method: "PUT", body: { id: view }, cookie: as }));
    const standing = async (as: string) =>
      (await (await getViews(browserRequest("/api/lab/views", { cookie: as }))).json()).defaultId;
    const { id } = await (await send("POST", { name: "Mornings", query: "hour=9" }, analyst)).json();
    expect(await standing(analyst)).toBeNull();
    expect((await set(id, reader)).status).toBe(404);
    expect((await set(id, analyst)).status).toBe(200);
    await send("PATCH", { shared: true }, analyst, id);
    expect((await set(id, reader)).status).toBe(200);
    expect([await standing(analyst), await standing(reader)]).toEqual([id, id]);
    await send("PATCH", { shared: false }, analyst, id);
    expect([await standing(analyst), await standing(reader)]).toEqual([id, null]);
    expect((await set(0, reader)).status).toBe(200);
    expect(await standing(reader)).toBe(0);
    expect((await set(null, reader)).status).toBe(200);
    expect(await standing(reader)).toBeNull();
    expect((await set(-1, reader)).status).toBe(400);
    const { rows } = await pool().query("SELECT after FROM audit_log WHERE action = 'view.default' ORDER BY id");
    expect(rows.map(({ after }) => after.view)).toEqual([id, id, 0, null]);
  });

  it("have one name each, and a bound", async () => {
    const person = await makePerson("trader", "many@desk.test");
    const as = await cookieOf(person.email);
    expect((await send("POST", { name: "A", query: "" }, as)).status).toBe(201);
    expect((await send("POST", { name: "A ", query: "" }, as)).status).toBe(409);
    expect((await send("POST", { name: "B", query: "", shared: true }, as)).status).toBe(403);
    expect((await send("POST", { name: " ", query: "" }, as)).status).toBe(400);
    await pool().query(
      `INSERT INTO saved_views (owner_id, name, query, created_at, updated_at)
        SELECT $1, 'view ' || n, '', now(), now() FROM generate_series(1, 99) AS n`,
      [person.id],
    );
    expect((await send("POST", { name: "one more", query: "" }, as)).status).toBe(409);
  });
});
