import { expect, it } from "vitest";
import { GET as getNeighbours } from "@/app/api/lab/neighbours/route";
import { GET as getList } from "@/app/api/lab/route";
import type { Neighbours } from "@/lib/db/lab-neighbours";
import { testDatabase } from "@/scripts/testing/database";
import { insertLabContracts, insertLabEntries } from "@/scripts/testing/lab";
import { browserRequest, signedIn } from "@/scripts/testing/people";

await testDatabase();
await insertLabContracts();
await insertLabEntries(5, 30);
const cookie = await signedIn("trader");

const ask = (query: string) => getNeighbours(browserRequest(`/api/lab/neighbours?${query}`, { cookie }));

// Every direction, keys that may be null, groups, a filter: j and k walk exactly the list.
it.each([
  "",
  "dir=asc",
  "sort=noBeMfe",
  "sort=noBeMfe&dir=asc",
  "sort=scenario&group=session",
  "status=CLOSED&sort=mae",
])("walk the list as it stands: %s", async (query) => {
  const answer = await getList(browserRequest(`/api/lab?limit=500&${query}`, { cookie }));
  const ids = ((await answer.json()) as { rows: { id: string }[] }).rows.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(2);
  for (const [index, id] of ids.entries()) {
    const found = (await (await ask(`${query}&id=${encodeURIComponent(id)}`)).json()) as Neighbours;
    expect(found).toEqual({ previous: ids[index - 1] ?? null, next: ids[index + 1] ?? null });
  }
});

it("says what it needs and what it does not know", async () => {
  expect((await ask("")).status).toBe(400);
  expect((await ask("id=NQZ5.none")).status).toBe(404);
});
