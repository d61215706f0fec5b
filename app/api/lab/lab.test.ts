import { describe, expect, it } from "vitest";
import { GET as getFacets } from "@/app/api/lab/facets/route";
import { GET as getGroups } from "@/app/api/lab/groups/route";
import { GET as getList } from "@/app/api/lab/route";
import type { LabRow } from "@/lib/lab/columns";
import { testDatabase } from "@/scripts/testing/database";
import { insertLabContracts, insertLabEntries } from "@/scripts/testing/lab";
import { browserRequest, signedIn } from "@/scripts/testing/people";

await testDatabase();
await insertLabContracts();
await insertLabEntries(3, 40);
const cookie = await signedIn("trader");

interface ListAnswer {
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
