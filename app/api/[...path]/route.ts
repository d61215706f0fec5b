/** Every address under /api that nothing else answers: 404 in the one shape of errors, whatever the method. */
import { openDoor } from "@/lib/auth/guard";
import { jsonError } from "@/lib/http/respond";

function nothingHere(request: Request): Response {
  const { pathname } = new URL(request.url);
  return jsonError(404, "NO_SUCH_ROUTE", `Nothing answers ${request.method} ${pathname.slice(0, 200)} here.`);
}

export const GET = openDoor("GET /api/[...path]", nothingHere);
export const POST = openDoor("POST /api/[...path]", nothingHere);
export const PUT = openDoor("PUT /api/[...path]", nothingHere);
export const PATCH = openDoor("PATCH /api/[...path]", nothingHere);
export const DELETE = openDoor("DELETE /api/[...path]", nothingHere);
