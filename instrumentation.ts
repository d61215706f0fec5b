/** Runs once when the web server starts: makes `x-forwarded-for` trustworthy, keeps inner addresses inside, reads statistics ahead. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { watchTheDoor } = await import("@/lib/http/request-door");
  watchTheDoor();
  const { readAnalysisAhead } = await import("@/lib/db/analysis-ahead");
  readAnalysisAhead();
}
