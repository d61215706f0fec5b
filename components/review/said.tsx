/** What people said of an entry beside the verdict: corrected values with the machine's, tags, news and notes. */
import { Markdown } from "@/components/review/markdown";
import { nameOf, plainWord } from "@/components/review/words";
import { etStamp } from "@/lib/format/time";
import type { FieldView, ReviewView } from "@/lib/lab/review-view";

export function Said({ review, mayReview }: { readonly review: ReviewView; readonly mayReview: boolean }) {
  const corrected = review.fields.filter(({ human }) => human !== null);
  const { tags, newsProximity, newsEvent, notes } = review;
  const hasNews = newsProximity !== null || newsEvent !== null;
  if (corrected.length === 0 && tags.length === 0 && !hasNews && notes === "") {
    return (
      <p className="text-12 text-text-3">
        {mayReview ? "No corrections, tags or notes yet." : "Nobody has corrected or annotated this entry."}
      </p>
    );
  }
  return (
    <>
      {corrected.length > 0 && (
        <ul aria-label="Corrected values" className="flex flex-col gap-1">
          {corrected.map((field) => (
            <Corrected key={field.field} field={field} />
          ))}
        </ul>
      )}
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="rounded-4 bg-surface-2 px-2 text-12 wrap-anywhere text-text-1">
              {tag}
            </li>
          ))}
        </ul>
      )}
      {hasNews && (
        <p className="text-12 wrap-anywhere text-text-2">
          News: {newsProximity ?? "not said how near"}
          {newsEvent !== null && `, ${newsEvent}`}
        </p>
      )}
      {notes !== "" && <Markdown source={notes} />}
    </>
  );
}

function Corrected({ field: { label, auto, human, kind } }: { readonly field: FieldView }) {
  if (human === null) return null;
  const show = (value: string | null): string => (value === null ? "none" : kind === "word" ? plainWord(value) : value);
  return (
    <li className="text-12">
      <span className="text-text-2">{label} </span>
      <s className="num text-text-3" title="The machine's value">
        {show(auto)}
      </s>
      <span aria-hidden> → </span>
      <span className="sr-only"> corrected to </span>
      <span className="num font-medium text-text-1">{show(human.human)}</span>
      <span className="wrap-anywhere text-text-2" title={etStamp(human.at)}>
        {" "}
        {nameOf(human.by)}
        {human.reason !== null && `: ${human.reason}`}
      </span>
    </li>
  );
}
