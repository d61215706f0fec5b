/** Reviews for a filled Signal Lab: about a third of the confirmed signals approved, some rejected, tagged, noted or deleted. */
import { pool } from "@/lib/db/client";
import { type NewVersion, writeVersions } from "@/lib/db/review-rows";
import { inTransaction } from "@/lib/db/transaction";
import { type ReviewAction, type ReviewState, unreviewedState } from "@/lib/lab/review";
import { HOUR_MS } from "@/lib/market/zone";
import type { Rng } from "@/worker/simulator/rng";

/** Who the history says it was: nobody of the desk. */
const author = { id: "generated", email: "generated@simulated.invalid" };
const WRITE_VERSIONS_MAX = 1_000;
const tags = ["news", "open", "choppy", "trend", "textbook"];

/** What the generated reviewer does to one entry; null leaves it alone. */
function drawn(rng: Rng, at: number): { readonly action: ReviewAction; readonly state: ReviewState } | null {
  const lot = rng.uniform();
  const reviewed = { reviewedBy: author.email, reviewedAt: at };
  const tagged = tags.filter(() => rng.uniform() < 0.15);
  if (lot < 0.3)
    return { action: "approve", state: { ...unreviewedState, ...reviewed, status: "approved", tags: tagged } };
  if (lot < 0.36)
    return { action: "reject", state: { ...unreviewedState, ...reviewed, status: "rejected", tags: tagged } };
  if (lot < 0.4)
    return {
      action: "annotate",
      state: { ...unreviewedState, tags: tagged, notes: "Generated, not a person's word." },
    };
  if (lot < 0.405) return { action: "delete", state: { ...unreviewedState, deletedAt: at, deletedBy: author.email } };
  return null;
}

/** Reviews part of the simulated entries that nobody has reviewed. @returns how many */
export async function writeReviews(rng: Rng): Promise<number> {
  const { rows } = await pool().query<{ id: string; at: Date }>(
    `SELECT id, received_at AS at FROM lab_entries WHERE source = 'simulated' AND review_version = 0
        AND confirmed_at IS NOT NULL AND signal_date < '2016-01-01' ORDER BY received_at, id`,
  );
  const versions = rows.flatMap(({ id, at: receivedAt }): NewVersion[] => {
    const at = receivedAt.getTime() + Math.round(24 * HOUR_MS * rng.uniform());
    const change = drawn(rng, at);
    return change === null ? [] : [{ signalId: id, version: 1, at, reason: null, batch: null, ...change }];
  });
  for (let first = 0; first < versions.length; first += WRITE_VERSIONS_MAX) {
    const part = versions.slice(first, first + WRITE_VERSIONS_MAX);
    await inTransaction((connection) => writeVersions(connection, part, author));
  }
  return versions.length;
}
