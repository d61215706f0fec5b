/**
 * GET /api/lab: the list of the Signal Lab. Every signal of a filter (docs/signal-lab.md), in any order, page by page.
 * `limit` 1..500, `cursor` = the `next` of the page before. `unknown` names parameters that were ignored.
 * A part of it: `only` = one group of `group` by its value, `ids` = these entries as far as the filter finds them. Of those,
 * `held` names the ones a reader shows already: where the filter no longer finds one, `left` tells how it stands now.
 */
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { LAB_PAGE_ROWS_MAX, listKeys, readLabPage, readLabRows } from "@/lib/db/lab-list";
import { heldOf, keyOfCursor, labCursor, labQuery, limitOf, partNames, partOf } from "@/lib/http/lab-query";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

/** Rows of a page when none is asked for. */
const ROWS_DEFAULT = 100;

export const GET = withRole("GET /api/lab", (request) => {
  const params = new URL(request.url).searchParams;
  const { filter, list, unknown } = labQuery(params, partNames);
  const limit = limitOf(params, ROWS_DEFAULT, LAB_PAGE_ROWS_MAX);
  if (!limit.ok) return limit.response;
  const after = keyOfCursor(params, list, listKeys(list.order, list.group).length);
  if (!after.ok) return after.response;
  const part = partOf(params, list);
  if (!part.ok) return part.response;
  const held = heldOf(params, part.value);
  if (!held.ok) return held.response;
  return stored(async () => {
    const page = await readLabPage(filter, list.order, list.group, limit.value, after.value, part.value);
    const found = new Set(page.rows.map(({ id }) => id));
    const left = await readLabRows(held.value.filter((id) => !found.has(id)));
    return jsonOk({ rows: page.rows, left, next: labCursor(list, page.next), source: filter.source, unknown });
  });
});
