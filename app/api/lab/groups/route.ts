/** GET /api/lab/groups: subtotals of a filter by `group` (day, session, …), in the order of the grouped list, and the total. */
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readLabGroups } from "@/lib/db/lab-groups";
import { labQuery } from "@/lib/http/lab-query";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/lab/groups", (request) => {
  const { filter, list, unknown } = labQuery(new URL(request.url).searchParams);
  return stored(async () => {
    const { groups, total } = await readLabGroups(filter, list.group);
    return jsonOk({ group: list.group, groups, total, source: filter.source, unknown });
  });
});
