/** GET /livez: the web process answers. Touches nothing else. */
export const dynamic = "force-dynamic";

export function GET(): Response {
  return new Response("ok\n", { headers: { "cache-control": "no-store" } });
}
