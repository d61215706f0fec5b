"use client";
/**
 * Corrects values of an entry: the machine's value stays beside each field, the reason is asked for, and before anything is
 * saved the server shows what entry and stop would have made of the same ticks.
 */
import { type FormEvent, useEffect, useId, useState } from "react";
import { type SendFailure, send } from "@/components/people/send";
import { ComparedTable } from "@/components/review/compared-table";
import type { ReviewAct } from "@/components/review/use-review";
import { plainWord } from "@/components/review/words";
import { Button } from "@/components/ui/button";
import { unknown } from "@/lib/format/number";
import type { ComparedRow } from "@/lib/lab/comparison";
import type { TickGap } from "@/lib/lab/corrected";
import type { FieldView, ReviewView } from "@/lib/lab/review-view";

/** The dry run waits for a pause in typing, ms. */
const previewDelay = 350;

interface Preview {
  readonly compared: readonly ComparedRow[];
  readonly gaps: readonly TickGap[];
}
type Values = Readonly<Record<string, string>>;

interface CorrectionFormProps {
  readonly review: ReviewView;
  readonly failure: SendFailure | null;
  readonly busy: boolean;
  readonly onSave: (act: ReviewAct) => void;
  readonly onClose: () => void;
}

/** What the fields ask for: an emptied field gives the value back to the machine. */
function changesOf(fields: readonly FieldView[], values: Values): Record<string, string | null> {
  const changed = fields.filter(({ field, value }) => (values[field] ?? value ?? "") !== (value ?? ""));
  return Object.fromEntries(changed.map(({ field }) => [field, (values[field] ?? "").trim() || null]));
}

export function CorrectionForm({ review, failure, busy, onSave, onClose }: CorrectionFormProps) {
  const [values, setValues] = useState<Values>({});
  const [reason, setReason] = useState("");
  const changes = changesOf(review.fields, values);
  const { preview, problem, checking } = usePreview(review, changes);
  const shown = failure ?? problem;
  const general = shown !== null && Object.keys(shown.fields).every((field) => field === "") ? shown.message : null;
  const fields = review.fields.filter(({ blocked, human }) => blocked === null || human !== null);
  const missing = review.fields.filter(({ blocked, human }) => blocked !== null && human === null);

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && Object.keys(changes).length > 0) onSave({ action: "correct", reason, changes });
  };
  return (
    <form aria-label="Correct values" onSubmit={onSubmit} className="flex flex-col gap-2" noValidate>
      {fields.map((field, index) => (
        <FieldRow
          key={field.field}
          field={field}
          value={values[field.field] ?? field.value ?? ""}
          problem={shown?.fields[field.field]}
          autoFocus={index === 0}
          onChange={(value) => setValues((held) => ({ ...held, [field.field]: value }))}
        />
      ))}
      <Reason value={reason} problem={shown?.fields["reason"]} onChange={setReason} />
      {missing.length > 0 && (
        <p className="text-12 text-text-3">
          {missing.map(({ label }) => label).join(", ")}: {missing[0]?.blocked}
        </p>
      )}
      <p role="alert" className="text-12 text-danger empty:hidden">
        {general}
      </p>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy || Object.keys(changes).length === 0}>
          Save the correction
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
      <div aria-live="polite" aria-busy={checking} className={checking ? "opacity-60" : undefined}>
        {checking && <p className="text-12 text-text-3">Running the stored ticks again…</p>}
        {preview !== null && (
          <ComparedTable
            caption="Before it is saved"
            heads={["Now", "Then"]}
            rows={preview.compared}
            gaps={preview.gaps}
          />
        )}
      </div>
    </form>
  );
}

/** The server's dry run of the values typed so far. */
function usePreview(review: ReviewView, changes: Readonly<Record<string, string | null>>) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [problem, setProblem] = useState<SendFailure | null>(null);
  const [checking, setChecking] = useState(false);
  const { signalId, version } = review;
  const asked = JSON.stringify(changes);
  useEffect(() => {
    let current = true;
    if (asked === "{}") {
      setPreview(null);
      setProblem(null);
      return;
    }
    setChecking(true);
    const timer = setTimeout(async () => {
      const path = `/api/signals/${encodeURIComponent(signalId)}/review/preview`;
      // The reason may still be missing while one tries values; it is asked for when saving.
      const body = { action: "correct", version, reason: "preview", changes: JSON.parse(asked) as unknown };
      const sent = await send<Preview>("POST", path, body);
      if (!current) return;
      setChecking(false);
      setPreview(sent.ok ? sent.body : null);
      setProblem(sent.ok ? null : sent);
    }, previewDelay);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [signalId, version, asked]);
  return { preview, problem, checking };
}

interface FieldRowProps {
  readonly field: FieldView;
  readonly value: string;
  readonly problem: string | undefined;
  readonly autoFocus: boolean;
  readonly onChange: (value: string) => void;
}

const box =
  "touch num h-7 w-full min-w-0 rounded-4 border border-line bg-surface-0 px-2 text-12 text-text-1 aria-invalid:border-danger";

/** The first field takes the focus when the form opens; the reader asked for it by key or button. */
function focusOnce(element: HTMLInputElement | null): void {
  element?.focus({ preventScroll: true });
  element?.select();
}

function FieldRow({ field, value, problem, autoFocus, onChange }: FieldRowProps) {
  const id = useId();
  const { label, kind, words, auto, blocked } = field;
  const described = { "aria-describedby": `${id}-auto ${id}-problem`, "aria-invalid": problem !== undefined };
  return (
    <div className="grid grid-cols-[128px_minmax(0,1fr)_minmax(72px,auto)] items-center gap-x-2">
      <label htmlFor={id} className="text-12 text-text-2">
        {label}
        {kind === "distance" && <span className="text-text-3"> pts</span>}
      </label>
      {kind === "word" ? (
        <select id={id} {...described} className={box} value={value} onChange={(event) => onChange(event.target.value)}>
          {value === "" && <option value="">{unknown}</option>}
          {words.map((word) => (
            <option key={word} value={word}>
              {plainWord(word)}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          {...described}
          ref={autoFocus ? focusOnce : undefined}
          className={`${box} text-end`}
          inputMode="decimal"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <span id={`${id}-auto`} className="num text-end text-12 text-text-3" title="The machine's value">
        <span className="sr-only">machine </span>
        {auto === null ? unknown : kind === "word" ? plainWord(auto) : auto}
      </span>
      <p id={`${id}-problem`} className="col-span-3 text-12 text-danger empty:hidden">
        {problem ?? (blocked !== null ? blocked : null)}
      </p>
    </div>
  );
}

function Reason({
  value,
  problem,
  onChange,
}: {
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-12 text-text-2">
        Reason <span className="text-text-3">(for entry, stop, exit, MFE and MAE)</span>
      </label>
      <input
        id={id}
        className={box.replace("num ", "")}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-problem`} className="text-12 text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}
