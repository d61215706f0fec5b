/** Runs once when the web server starts: makes `x-forwarded-for` trustworthy and keeps inner addresses inside. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { watchTheDoor } = await import("@/lib/http/request-door");
  watchTheDoor();
}
