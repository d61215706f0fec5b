/**
 * Paging by key over any order: the condition "after this row" for a list of sort keys, nulls last whatever the direction.
 * A page never shifts while rows arrive. Knows no table.
 */

/** One key of an order. */
export interface SortKey {
  /** SQL expression. */
  readonly sql: string;
  /** Its type, for the values of a cursor. */
  readonly type: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/** Values of a row's sort keys as the server writes them in text; null where the row has none. */
export type KeyValues = readonly (string | null)[];

/** `ORDER BY` of the keys. */
export function orderBy(keys: readonly SortKey[]): string {
  return keys
    .map(({ sql, descending, nullable }) => `${sql} ${descending ? "DESC" : "ASC"}${nullable ? " NULLS LAST" : ""}`)
    .join(", ");
}

/** An expression that gives a row's `KeyValues` as a text array. */
export function keyValuesSql(keys: readonly SortKey[]): string {
  return `ARRAY[${keys.map(({ sql }) => `(${sql})::text`).join(", ")}]`;
}

/**
 * The condition that a row comes after the one with these values.
 * @param parameter numbers a value and gives its name in SQL
 */
export function afterKey(keys: readonly SortKey[], values: KeyValues, parameter: (value: unknown) => string): string {
  const named = keys.map((key, index) => {
    const value = values[index] ?? null;
    return { ...key, value: value === null ? null : `${parameter(value)}::${key.type}` };
  });
  const [head] = named;
  const plain = named.every((key) => !key.nullable && key.descending === head?.descending);
  if (head !== undefined && plain) {
    // A comparison of rows is one step into an index that has this order.
    const sides = [named.map(({ sql }) => sql), named.map(({ value }) => value)].map((side) => `(${side.join(", ")})`);
    return sides.join(head.descending ? " < " : " > ");
  }
  const equal = named.map(({ sql, value }) => (value === null ? `${sql} IS NULL` : `${sql} = ${value}`));
  const beyond = named.map(({ sql, value, descending, nullable }) => {
    if (value === null) return null;
    return `(${sql} ${descending ? "<" : ">"} ${value}${nullable ? ` OR ${sql} IS NULL` : ""})`;
  });
  const ways = beyond.flatMap((last, index) =>
    last === null ? [] : [`(${[...equal.slice(0, index), last].join(" AND ")})`],
  );
  return ways.length === 0 ? "false" : `(${ways.join(" OR ")})`;
}
