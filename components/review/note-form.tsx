"use client";
/** Notes in Markdown, tags and news of an entry. Ctrl Enter saves, Esc leaves. */
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import type { SendFailure } from "@/components/people/send";
import { Markdown } from "@/components/review/markdown";
import type { ReviewAct } from "@/components/review/use-review";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { newsProximities, notesCharsMax, reasonCharsMax } from "@/lib/lab/review";
import type { ReviewView } from "@/lib/lab/review-view";

interface NoteFormProps {
  readonly review: ReviewView;
  readonly failure: SendFailure | null;
  readonly busy: boolean;
  readonly onSave: (act: ReviewAct) => void;
  readonly onClose: () => void;
}

const proximityWords = { None: "none near", Low: "low impact near", High: "high impact near" } as const;

/** The form was asked for by key or button, so it takes the focus when it opens. */
function focusOnce(element: HTMLTextAreaElement | null): void {
  element?.focus({ preventScroll: true });
}

export function NoteForm({ review, failure, busy, onSave, onClose }: NoteFormProps) {
  const id = useId();
  const [notes, setNotes] = useState(review.notes);
  const [tags, setTags] = useState(review.tags.join(", "));
  const [news, setNews] = useState<string>(review.newsProximity ?? "");
  const [event, setEvent] = useState(review.newsEvent ?? "");
  const save = (): void => {
    if (busy) return;
    const list = tags.split(",").map((tag) => tag.trim());
    onSave({
      action: "annotate",
      notes,
      tags: list.filter((tag) => tag !== ""),
      newsProximity: news === "" ? null : news,
      newsEvent: event.trim() === "" ? null : event.trim(),
    });
  };
  const onSubmit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    save();
  };
  const onKeyDown = (pressed: KeyboardEvent): void => {
    if (pressed.key === "Enter" && (pressed.ctrlKey || pressed.metaKey)) save();
  };
  return (
    <form aria-label="Notes, tags and news" onSubmit={onSubmit} onKeyDown={onKeyDown} className="flex flex-col gap-2">
      <label htmlFor={id} className="text-12 text-text-2">
        Notes <span className="text-text-3">(Markdown; Ctrl Enter saves)</span>
      </label>
      <textarea
        id={id}
        ref={focusOnce}
        rows={6}
        maxLength={notesCharsMax}
        value={notes}
        onChange={(changed) => setNotes(changed.target.value)}
        className="w-full resize-y rounded-4 border border-line bg-surface-0 p-2 font-mono text-12 text-text-1"
      />
      {notes.trim() !== "" && (
        <div className="rounded-4 border border-line p-2">
          <p className="pb-1 text-11 text-text-3">As it will be read</p>
          <Markdown source={notes} />
        </div>
      )}
      <TextField
        label="Tags, separated by commas"
        value={tags}
        problem={failure?.fields["tags"]}
        autoComplete="off"
        onChange={(changed) => setTags(changed.target.value)}
      />
      <div className="grid grid-cols-2 gap-2">
        <SelectField label="News" value={news} onChange={(changed) => setNews(changed.target.value)}>
          <option value="">not said</option>
          {newsProximities.map((each) => (
            <option key={each} value={each}>
              {proximityWords[each]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="News event"
          value={event}
          maxLength={reasonCharsMax}
          autoComplete="off"
          onChange={(changed) => setEvent(changed.target.value)}
        />
      </div>
      <p role="alert" className="text-12 text-danger empty:hidden">
        {failure?.message}
      </p>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
