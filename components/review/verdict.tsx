/** Where the review of an entry stands, in one line: sign, word, who and when. */
import { actionWords, nameOf, statusLooks } from "@/components/review/words";
import { etStamp } from "@/lib/format/time";
import type { ReviewView } from "@/lib/lab/review-view";

export function Verdict({ review }: { readonly review: ReviewView }) {
  if (review.deletedAt !== null) {
    return (
      <span className="text-12 text-danger" title={etStamp(review.deletedAt)}>
        <span aria-hidden>⌫</span> Deleted by {nameOf(review.deletedBy ?? "somebody")}
      </span>
    );
  }
  const { glyph, word, colour } = statusLooks[review.status];
  const { reviewedAt, reviewedBy, undo } = review;
  const title =
    reviewedAt !== null
      ? etStamp(reviewedAt)
      : undo === null
        ? "Nobody has touched it."
        : `${nameOf(undo.actor)} ${actionWords[undo.action]}`;
  return (
    <span className={`text-12 font-medium ${colour}`} title={title} data-testid="verdict">
      <span aria-hidden>{glyph}</span> {word}
      {reviewedBy !== null && <span className="font-normal text-text-2"> by {nameOf(reviewedBy)}</span>}
    </span>
  );
}
