"use client";
/** Under the sentence: which values a person has corrected, each beside the machine's own. Nothing when none is. */
import { correctedStoryOf } from "@/components/entry/story";
import { useCorrected, useReview } from "@/components/review/use-review";
import { comparedText, nameOf } from "@/components/review/words";
import { unknown } from "@/lib/format/number";
import type { PriceScale } from "@/lib/market/price";

interface CorrectedNoteProps {
  readonly signalId: string;
  readonly scale: PriceScale;
}

export function CorrectedNote({ signalId, scale }: CorrectedNoteProps) {
  const corrected = useCorrected(signalId);
  const { review } = useReview(signalId);
  const fields = review?.fields.filter(({ human }) => human !== null) ?? [];
  if (review === undefined || fields.length === 0) return null;
  const story = corrected === null ? null : correctedStoryOf(corrected.record, scale);
  // A corrected value stands in the line above already.
  const named = new Set(fields.map(({ label }) => label));
  const changed = review.compared?.filter(({ label, before, after }) => before !== after && !named.has(label)) ?? [];
  return (
    <section
      aria-label="Corrected values"
      className="border-t border-line bg-surface-1 px-3 py-2 text-12"
      data-testid="corrected"
    >
      {story !== null && corrected !== null && (
        <p className="max-w-[110ch] pb-1 text-15 text-text-1" data-testid="corrected-story">
          <span aria-hidden className="text-info">
            ✎{" "}
          </span>
          <span className="font-medium">As corrected by {corrected.by.map(nameOf).join(" and ")}: </span>
          {story}
        </p>
      )}
      <p className="text-text-2">
        {story === null ? "Corrected by a person. " : "The drawings show its levels as second lines. "}
        The sentence above, the steps and the events are the machine's own.
      </p>
      <ul className="flex flex-wrap gap-x-5 text-text-2">
        {fields.map(({ field, label, auto, human }) => (
          <li key={field}>
            {label} <span className="num line-through">{auto ?? unknown}</span>{" "}
            <span className="num font-semibold text-text-1">{human?.human ?? unknown}</span>
            {human !== null && ` by ${nameOf(human.by)}`}
            {human?.reason != null && human.reason !== "" && `: ${human.reason}`}
          </li>
        ))}
      </ul>
      {changed.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-5 text-text-2" aria-label="What follows from it">
          {changed.map(({ key, label, kind, before, after }) => (
            <li key={key}>
              {label} <span className="num line-through">{comparedText(kind, before) ?? unknown}</span>{" "}
              <span className="num font-semibold text-text-1">{comparedText(kind, after) ?? unknown}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
