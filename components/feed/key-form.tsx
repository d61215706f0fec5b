"use client";
/** Enters or replaces the vendor's key. What is stored is shown by its last four characters only. */
import { useRouter } from "next/navigation";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { etStamp } from "@/lib/format/time";

interface KeyFormProps {
  readonly stored: { readonly lastFour: string; readonly updatedAt: number; readonly updatedBy: string } | null;
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

export function KeyForm({ stored, fromEnvironment, simulated }: KeyFormProps) {
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
    </div>
  );
}
