"use client";
/** Adds a root or changes one: price grid, spellings, roll rule, stop buffer. What is refused says why beside its field. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { blankInstrument, contentOf, type ShownInstrument } from "@/components/contracts/instrument-fields";
import { TapeChoice } from "@/components/contracts/tape-choice";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { StoredRollRule } from "@/lib/market/roll-rule";

export function InstrumentForm({ roots }: { readonly roots: readonly ShownInstrument[] }) {
  const [chosen, setChosen] = useState(roots[0]?.root ?? "");
  const row = roots.find((one) => one.root === chosen);
  return (
    <div className="flex flex-col gap-3 p-3">
      <SelectField
        label="Instrument"
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        className="w-40"
      >
        {roots.map((one) => (
          <option key={one.root}>{one.root}</option>
        ))}
        <option value="">another one</option>
      </SelectField>
      <Fields key={chosen} row={row} />
      {row !== undefined && <TapeChoice key={`tape${chosen}`} root={row.root} active={row.active} roots={roots} />}
    </div>
  );
}

function Fields({ row }: { readonly row: ShownInstrument | undefined }) {
  const router = useRouter();
  const [saved, setSaved] = useState(false);
  const shown = row ?? blankInstrument;
  const { busy, failure, onSubmit } = useForm({
    method: row === undefined ? "POST" : "PATCH",
    path: row === undefined ? "/api/admin/instruments" : `/api/admin/instruments/${row.root}`,
    content: (fields) => contentOf(fields, shown.config, row === undefined),
    onDone: () => {
      setSaved(true);
      router.refresh();
    },
  });
  // A field may hold a list or an object; its parts have paths below its name.
  const problem: Problem = (name) =>
    Object.entries(failure?.fields ?? {}).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1];
  const text = (label: string, name: string, value: string, width: string) => (
    <TextField label={label} name={name} defaultValue={value} problem={problem(name)} className={width} />
  );
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3" autoComplete="off">
      {row === undefined && text("Root", "root", "", "w-24")}
      {text("Name", "name", shown.name, "w-56")}
      {text("Market", "venue", shown.venue, "w-24")}
      {text("Tick size", "tickSize", shown.tickSize, "w-24")}
      {text("Point value", "pointValue", shown.pointValue, "w-24")}
      {text("Stop buffer, points", "stop", String(shown.config["stopBufferPoints"] ?? ""), "w-32")}
      {text("Spellings", "aliases", shown.aliases.join(", "), "w-full max-w-3xl")}
      <RuleFields rule={shown.rollRule} problem={problem} />
      <Button type="submit" disabled={busy} className="mt-5">
        {row === undefined ? "Add" : "Save"}
      </Button>
      <div className="w-full">
        <p className="text-13 text-danger empty:hidden">{problem("config")}</p>
        <FormProblem failure={failure} />
        <p role="status" className="text-13 empty:hidden">
          {saved && failure === null ? "Saved. The worker follows without a restart." : null}
        </p>
      </div>
    </form>
  );
}

type Problem = (name: string) => string | undefined;

function RuleFields({ rule, problem }: { readonly rule: StoredRollRule; readonly problem: Problem }) {
  const [kind, setKind] = useState<string>(rule.kind);
  const dates = rule.kind === "fixed" ? Object.entries(rule.dates).map((pair) => pair.join("=")) : [];
  return (
    <>
      <SelectField
        label="Roll rule"
        name="rule"
        value={kind}
        onChange={(event) => setKind(event.target.value)}
        className="w-56"
        problem={problem("rollRule")}
      >
        <option value="monday">Monday before the third Friday</option>
        <option value="days-before">days before the third Friday</option>
        <option value="fixed">fixed dates</option>
        <option value="volume">volume crossover</option>
      </SelectField>
      {kind === "days-before" && (
        <TextField
          label="Days"
          name="days"
          defaultValue={rule.kind === "days-before" ? rule.days : 8}
          className="w-20"
        />
      )}
      {kind === "fixed" && (
        <TextField
          label="Dates, e.g. 2026-12=2026-12-08"
          name="dates"
          defaultValue={dates.join(", ")}
          className="w-72"
        />
      )}
    </>
  );
}
