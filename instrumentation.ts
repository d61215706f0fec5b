/** Runs once when the web server starts: makes `x-forwarded-for` trustworthy for everything behind the door. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { trustOnlyOurHops } = await import("@/lib/http/request-door");
  trustOnlyOurHops();
}
