/** GET /livez: the web process answers. Touches nothing else. */
import { openDoor } from "@/lib/auth/guard";

export const dynamic = "force-dynamic";

export const GET = openDoor("GET /livez", () => {
  return new Response("ok\n", { headers: { "cache-control": "no-store" } });
});
