"use client";
/** The roll rule of a root: its kind, and what that kind needs. */
import { useState } from "react";
import { SelectField, TextField } from "@/components/ui/field";
import type { StoredRollRule } from "@/lib/market/roll-rule";

/** What is wrong with a field of the form, by its name. */
export type Problem = (name: string) => string | undefined;

export function RuleFields({ rule, problem }: { readonly rule: StoredRollRule; readonly problem: Problem }) {
  const [kind, setKind] = useState<string>(rule.kind);
  const dates = rule.kind === "fixed" ? Object.entries(rule.dates).map((pair) => pair.join("=")) : [];
  return (
    <>
      <SelectField
        label="Roll rule"
        name="rule"
        value={kind}
        onChange={(event) => setKind(event.target.value)}
        problem={problem("rollRule")}
        className="col-span-2"
      >
        <option value="monday">Monday before the third Friday</option>
        <option value="days-before">days before the third Friday</option>
        <option value="fixed">fixed dates</option>
        <option value="volume">volume crossover</option>
      </SelectField>
      {kind === "days-before" && (
        <TextField label="Days" name="days" defaultValue={rule.kind === "days-before" ? rule.days : 8} />
      )}
      {kind === "fixed" && (
        <TextField
          label="Dates, e.g. 2026-12=2026-12-08"
          name="dates"
          defaultValue={dates.join(", ")}
          className="col-span-2"
        />
      )}
    </>
  );
}
