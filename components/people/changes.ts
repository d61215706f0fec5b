/** Before and after of an audit entry as one line per value, so that a reader sees what changed. Pure. */

export interface Change {
  /** The field; `value` where the entry holds one value and no fields. */
  readonly name: string;
  /** Null where there was nothing. */
  readonly before: string | null;
  /** Null where nothing is left. */
  readonly after: string | null;
}

/** Fields that differ, in the order they were recorded; with only one side every field of it. A recorded null is shown. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const old = fieldsOf(before);
  const next = fieldsOf(after);
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])];
  return names
    .map((name) => ({ name, before: text(old, name), after: text(next, name) }))
    .filter((change) => change.before !== change.after);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? { ...value } : { value };
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  if (!Object.hasOwn(fields, name)) return null;
  const value = fields[name];
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
