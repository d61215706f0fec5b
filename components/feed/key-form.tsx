"use client";
/** Enters, replaces or removes the vendor's key. What is stored is shown by its last four characters only. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { type SendFailure, send } from "@/components/people/send";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { etStamp } from "@/lib/format/time";

interface KeyFormProps {
  readonly stored: { readonly lastFour: string; readonly updatedAt: number; readonly updatedBy: string } | null;
  /** The stored key was sealed under another AUTH_SECRET: only entering it again helps. */
  readonly unreadable: boolean;
  /** Last four characters of the environment's key, which wins; null when none is set. */
  readonly fromEnvironment: string | null;
  /** The feed is the simulated exchange, which has no key of the vendor. */
  readonly simulated: boolean;
}

/** Which key the running feed has, and what a stored one is for. */
function inUse(fromEnvironment: string | null, simulated: boolean): string {
  if (simulated) return "The simulated exchange is running. A key stored here is used from the next start on.";
  if (fromEnvironment !== null) return `MASSIVE_API_KEY of the environment wins; it ends in ${fromEnvironment}.`;
  return "The environment names no key: the stored one is used, a replaced one from the next start on.";
}

export function KeyForm({ stored, unreadable, fromEnvironment, simulated }: KeyFormProps) {
  const router = useRouter();
  const { busy, failure, onSubmit } = useForm({
    method: "PUT",
    path: "/api/admin/vendor-key",
    onDone: (_body, form) => {
      form.reset();
      router.refresh();
    },
  });
  return (
    <div className="flex flex-col gap-3 p-3 text-13">
      <p>{inUse(fromEnvironment, simulated)}</p>
      <p>
        {stored === null
          ? "No key is stored."
          : `Stored: a key that ends in ${stored.lastFour}, entered by ${stored.updatedBy} ${etStamp(stored.updatedAt)}.`}
      </p>
      {unreadable && (
        <p role="alert" className="text-danger">
          The stored key cannot be opened: it was sealed under another AUTH_SECRET. Enter it again, then start again.
        </p>
      )}
      <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3">
        <TextField
          label="API key"
          name="key"
          type="password"
          autoComplete="off"
          required
          problem={failure?.fields["key"]}
          className="w-72 max-w-full"
        />
        <Button type="submit" disabled={busy} className="mt-5">
          {stored === null ? "Store" : "Replace"}
        </Button>
      </form>
      <FormProblem failure={failure} />
      {stored !== null && <RemoveKey fromEnvironment={fromEnvironment !== null && !simulated} />}
    </div>
  );
}

/** Takes the stored key away after a second press; says before it what the next start runs on. */
function RemoveKey({ fromEnvironment }: { readonly fromEnvironment: boolean }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const sent = await send("DELETE", "/api/admin/vendor-key");
    setBusy(false);
    setFailure(sent.ok ? null : sent);
    if (!sent.ok) return;
    setAsking(false);
    router.refresh();
  };
  if (!asking) {
    return (
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          Remove the key
        </Button>
      </div>
    );
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2">
        Remove the stored key?{" "}
        {fromEnvironment
          ? "The running feed keeps its key, and the next start uses MASSIVE_API_KEY of the environment."
          : "A running feed keeps its key until it is started again. The next start uses MASSIVE_API_KEY of the environment, or the simulated exchange when none is set."}
      </legend>
      <div className="flex flex-wrap gap-2">
        <Button look="danger" disabled={busy} onClick={() => void remove()}>
          Remove
        </Button>
        <Button disabled={busy} onClick={() => setAsking(false)}>
          Keep it
        </Button>
      </div>
      <FormProblem failure={failure} />
    </fieldset>
  );
}
