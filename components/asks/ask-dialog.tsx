"use client";
/** Asks the engine for something: what will be recorded, why, and one button. Ctrl Enter asks, Esc leaves. */
import { type FormEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { type SendFailure, send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { Modal } from "@/components/ui/modal";
import type { AskView } from "@/lib/engine/asks";
import { reasonCharsMax } from "@/lib/lab/review";

interface AskDialogProps {
  readonly title: string;
  /** What the button says. */
  readonly verb: string;
  readonly path: string;
  /** What the route wants beside key and reason. */
  readonly content?: Readonly<Record<string, unknown>>;
  readonly onAsked: (ask: AskView) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The dialog was asked for to write the reason. */
function focusOnce(element: HTMLTextAreaElement | null): void {
  element?.focus();
}

export function AskDialog({ title, verb, path, content = {}, onAsked, onClose, children }: AskDialogProps) {
  const id = useId();
  // One number for this dialog: pressed twice, or sent again after a lost answer, it is one request.
  const key = useRef<string>(crypto.randomUUID());
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const ask = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const sent = await send<{ ask: AskView }>("POST", path, { ...content, key: key.current, reason });
    setBusy(false);
    setFailure(sent.ok ? null : sent);
    if (sent.ok) onAsked(sent.body.ask);
  };
  const onSubmit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void ask();
  };
  const onKeyDown = (pressed: KeyboardEvent): void => {
    if (pressed.key === "Enter" && (pressed.ctrlKey || pressed.metaKey)) void ask();
  };
  const problem = failure?.fields["reason"];
  return (
    <Modal label={title} onClose={onClose}>
      <form onSubmit={onSubmit} onKeyDown={onKeyDown} className="flex flex-col gap-3 p-4 text-13">
        <h2 className="text-15 font-semibold">{title}</h2>
        {children}
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-12 text-text-2">
            Why? <span className="text-text-3">Kept with it, for those who ask later.</span>
          </label>
          <textarea
            id={id}
            ref={focusOnce}
            rows={2}
            required
            maxLength={reasonCharsMax}
            value={reason}
            aria-invalid={problem === undefined ? undefined : true}
            aria-describedby={`${id}-problem`}
            onChange={(changed) => setReason(changed.target.value)}
            className="w-full resize-y rounded-4 border border-line bg-surface-0 p-2 text-13 text-text-1 aria-invalid:border-danger"
          />
          <p id={`${id}-problem`} role="alert" className="text-12 text-danger empty:hidden">
            {failure?.message}
          </p>
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy || reason.trim() === ""}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
