"use client";
/** State of a form that sends itself to a route: busy, what went wrong, and what to do after success. */
import { type FormEvent, useState } from "react";
import { type ChangeMethod, type SendFailure, send } from "@/components/people/send";

export interface SentForm {
  readonly busy: boolean;
  readonly failure: SendFailure | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

interface FormOptions<Body> {
  readonly method?: ChangeMethod;
  readonly path: string;
  /** The fields of the form as the route wants them; by default as they are. */
  readonly content?: (fields: Readonly<Record<string, string>>) => unknown;
  readonly onDone: (body: Body, form: HTMLFormElement) => void;
}

export function useForm<Body>({ method = "POST", path, content, onDone }: FormOptions<Body>): SentForm {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);

  async function submit(form: HTMLFormElement): Promise<void> {
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setBusy(true);
    const sent = await send<Body>(method, path, content === undefined ? fields : content(fields));
    setBusy(false);
    setFailure(sent.ok ? null : sent);
    if (sent.ok) onDone(sent.body, form);
    else focusFirstWrong(form, sent);
  }

  return {
    busy,
    failure,
    onSubmit: (event) => {
      event.preventDefault();
      if (!busy) void submit(event.currentTarget);
    },
  };
}

/** People with a screen reader land on what they have to change. */
function focusFirstWrong(form: HTMLFormElement, failure: SendFailure): void {
  const name = Object.keys(failure.fields)[0];
  const field = name === undefined ? null : form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
