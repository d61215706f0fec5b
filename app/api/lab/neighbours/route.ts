/** GET /api/lab/neighbours?id&…filter and list…: the entries before and after one in a list of the Signal Lab. */
import { stored } from "@/app/api/stored";
import { withRole } from "@/lib/auth/guard";
import { readNeighbours } from "@/lib/db/lab-neighbours";
import { labQuery } from "@/lib/http/lab-query";
import { jsonError, jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = withRole("GET /api/lab/neighbours", (request) => {
  const params = new URL(request.url).searchParams;
  const id = params.get("id");
  if (id === null || id === "") return jsonError(400, "BAD_QUERY", "id: expected the id of a signal");
  const { filter, list } = labQuery(params, ["id"]);
  return stored(async () => {
    const found = await readNeighbours(filter, list, id);
    return found === null ? jsonError(404, "NOT_FOUND", "There is no signal of this id.") : jsonOk(found);
  });
});
