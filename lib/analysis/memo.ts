/**
 * Values made from a set of rows once and kept as long as the rows are. For what does not depend on the question: readers ask
 * many questions of the same rows. The rows must not change; a change is a new set.
 */
export function memo<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    kept.set(key, { value });
    return value;
  };
}
