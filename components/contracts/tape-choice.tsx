"use client";
/** Whose ticks judge the alerts of a micro contract: its own or its parent's. */
import { useRouter } from "next/navigation";
import type { ShownInstrument } from "@/components/contracts/instrument-fields";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";

/** Micro contracts may be judged on their parent's ticks: the prices differ by 0 to 2 ticks (methodology 10.2). */
export function TapeChoice({
  root,
  active,
  roots,
}: {
  readonly root: string;
  readonly active: boolean;
  readonly roots: readonly ShownInstrument[];
}) {
  const router = useRouter();
  const bare = (alias: string): string => alias.slice(alias.lastIndexOf(":") + 1);
  const host = roots.find((one) => one.root !== root && one.aliases.some((alias) => bare(alias) === `${root}1!`));
  const { busy, failure, onSubmit } = useForm({
    method: "PATCH",
    path: `/api/admin/instruments/${root}`,
    onDone: () => router.refresh(),
  });
  if (host === undefined && !/^M/.test(root)) return null;
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-end gap-3">
      <SelectField
        label={`Alerts of ${root} are judged on the ticks of`}
        name="tape"
        defaultValue={host?.root ?? root}
        problem={failure?.fields["tape"]}
        className="w-64"
      >
        {roots
          .filter((one) => one.root === root || one.active)
          .map((one) => (
            <option key={one.root}>{one.root}</option>
          ))}
      </SelectField>
      <Button type="submit" disabled={busy}>
        Choose
      </Button>
      <p className="text-12 text-text-2">{active ? "It has a tape of its own." : "It has no tape of its own."}</p>
      <FormProblem failure={failure} />
    </form>
  );
}
