"use client";
/** A roll, in two steps: the dry run says what would change, then it is applied now or at an instant. */
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type Preview, RollPreviewView } from "@/components/contracts/roll-preview-view";
import { fieldOfInstant, instantOfField } from "@/components/contracts/wall-time";
import { FormProblem } from "@/components/people/form-problem";
import { type SendFailure, send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { etStamp } from "@/lib/format/time";

interface Rollable {
  readonly root: string;
  /** The contract that follows by the calendar, and when the root's rule says so. */
  readonly next: string;
  readonly at: number | null;
}

interface Request {
  readonly root: string;
  readonly contract: string;
  readonly at: number | null;
}

/** After this time a roll that was applied now holds. */
const settleMs = 3_000;
const whenOptions = { now: "Now", later: "At an instant" } as const;

interface RollSteps {
  readonly busy: boolean;
  readonly failure: SendFailure | null;
  readonly preview: { readonly request: Request; readonly body: Preview } | null;
  readonly done: string | null;
  readonly reset: () => void;
  readonly refuse: (field: string, message: string) => void;
  readonly dryRun: (request: Request) => Promise<void>;
  readonly apply: (request: Request) => Promise<void>;
}

/** The two steps; a refused one keeps the form as it is. */
function useRoll(): RollSteps {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const [preview, setPreview] = useState<RollSteps["preview"]>(null);
  const [done, setDone] = useState<string | null>(null);
  async function dryRun(request: Request): Promise<void> {
    setBusy(true);
    const sent = await send<Preview>("POST", "/api/admin/rolls/preview", request);
    setBusy(false);
    setDone(null);
    setFailure(sent.ok ? null : sent);
    setPreview(sent.ok ? { request, body: sent.body } : null);
  }
  async function apply(request: Request): Promise<void> {
    setBusy(true);
    const sent = await send<{ contract: string; at: number }>("POST", "/api/admin/rolls", request);
    setBusy(false);
    setFailure(sent.ok ? null : sent);
    if (!sent.ok) return;
    setPreview(null);
    setDone(`${request.root} means ${sent.body.contract} from ${etStamp(sent.body.at)} on.`);
    router.refresh();
    // Applied now takes effect in two seconds: the table above must not stay at what it said before.
    setTimeout(() => router.refresh(), settleMs);
  }
  const refuse = (field: string, message: string): void =>
    setFailure({ status: 0, message, fields: { [field]: message } });
  return { busy, failure, preview, done, reset: () => setPreview(null), refuse, dryRun, apply };
}

export function RollForm({ roots, root: firstRoot }: { readonly roots: readonly Rollable[]; readonly root?: string }) {
  const [root, setRoot] = useState(firstRoot ?? roots[0]?.root ?? "");
  const chosen = roots.find((one) => one.root === root);
  const [contract, setContract] = useState(chosen?.next ?? "");
  const [when, setWhen] = useState<keyof typeof whenOptions>("now");
  const [instant, setInstant] = useState("");
  const { busy, failure, preview, done, reset, refuse, dryRun, apply } = useRoll();

  function chooseRoot(next: string): void {
    const rollable = roots.find((one) => one.root === next);
    setRoot(next);
    setContract(rollable?.next ?? "");
    setInstant(rollable?.at == null ? "" : fieldOfInstant(rollable.at));
    reset();
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    const at = when === "now" ? null : instantOfField(instant);
    if (when === "later" && at === null) refuse("at", "Expected a date and a time in New York.");
    else void dryRun({ root, contract, at });
  }

  return (
    <div className="flex flex-col gap-3 p-3">
      <form onSubmit={submit} className="flex flex-wrap items-start gap-3">
        <SelectField
          label="Root"
          value={root}
          onChange={(event) => chooseRoot(event.target.value)}
          problem={failure?.fields["root"]}
          className="w-24"
        >
          {roots.map((one) => (
            <option key={one.root}>{one.root}</option>
          ))}
        </SelectField>
        <TextField
          label="To contract"
          value={contract}
          onChange={(event) => setContract(event.target.value)}
          required
          autoComplete="off"
          problem={failure?.fields["contract"]}
          className="w-40"
        />
        <Segmented legend="When" name="when" options={whenOptions} value={when} onChange={setWhen} />
        {when === "later" && (
          <TextField
            label="New York time"
            type="datetime-local"
            value={instant}
            onChange={(event) => setInstant(event.target.value)}
            className="w-56"
          />
        )}
        <Button type="submit" disabled={busy} className="mt-5">
          Dry run
        </Button>
      </form>
      {failure?.fields["at"] !== undefined && (
        <p role="alert" className="text-13 text-danger">
          {failure.fields["at"]}
        </p>
      )}
      <FormProblem failure={failure} />
      <p role="status" className="text-13 empty:hidden">
        {done}
      </p>
      {preview !== null && (
        <RollPreviewView preview={preview.body}>
          <Button look="primary" disabled={busy} onClick={() => void apply(preview.request)}>
            {preview.request.at === null ? "Apply now" : "Apply at this instant"}
          </Button>
        </RollPreviewView>
      )}
    </div>
  );
}
