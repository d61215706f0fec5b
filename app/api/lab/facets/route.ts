/** GET /api/lab/facets: how many entries each value of the filter's parameters would show. */
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readFacets } from "@/lib/db/lab-facets";
import { labQuery } from "@/lib/http/lab-query";
import { jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/lab/facets", (request) => {
  const { filter, unknown } = labQuery(new URL(request.url).searchParams);
  return stored(async () => jsonOk({ facets: await readFacets(filter), source: filter.source, unknown }));
});
