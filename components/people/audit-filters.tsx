/** The filters of the audit log: a plain form that lives in the address. */
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";

interface AuditFiltersProps {
  readonly words: { readonly actors: readonly string[]; readonly actions: readonly string[] };
  readonly values: Readonly<Record<string, string | undefined>>;
}

export function AuditFilters({ words, values }: AuditFiltersProps) {
  return (
    <form method="get" className="flex flex-wrap items-end gap-3 border-b border-line p-3">
      <SelectField label="Who" name="actor" defaultValue={values["actor"]} className="w-48">
        <option value="">anyone</option>
        {words.actors.map((actor) => (
          <option key={actor}>{actor}</option>
        ))}
      </SelectField>
      <SelectField label="What" name="action" defaultValue={values["action"]} className="w-48">
        <option value="">anything</option>
        {words.actions.map((action) => (
          <option key={action}>{action}</option>
        ))}
      </SelectField>
      <TextField label="Target contains" name="target" defaultValue={values["target"]} className="w-40" />
      <TextField label="From (UTC day)" name="from" type="date" defaultValue={values["from"]} className="w-36" />
      <TextField label="To (UTC day)" name="to" type="date" defaultValue={values["to"]} className="w-36" />
      <Button type="submit">Filter</Button>
    </form>
  );
}
