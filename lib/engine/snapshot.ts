/**
 * Bytes of a snapshot: a JSON header with the state and, after it, the typed columns it refers to.
 * Layout: 4 bytes length of the header (little endian), header as UTF-8, columns one after the other.
 */
const HEADER_LENGTH_BYTES = 4;

function isReference(value: unknown): value is { readonly $column: number } {
  return typeof value === "object" && value !== null && "$column" in value && typeof value.$column === "number";
}

/** Writes a JSON-safe value that may hold Float64Array columns anywhere. */
export function encodeSnapshot(state: unknown): Uint8Array {
  const columns: Float64Array[] = [];
  const replaced = JSON.stringify(state, (_key, value: unknown) => {
    if (!(value instanceof Float64Array)) return value;
    columns.push(value);
    return { $column: columns.length - 1 };
  });
  const lengths = columns.map((column) => column.length);
  const header = new TextEncoder().encode(`{"columns":${JSON.stringify(lengths)},"state":${replaced}}`);
  const size = columns.reduce((sum, column) => sum + column.byteLength, HEADER_LENGTH_BYTES + header.length);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, HEADER_LENGTH_BYTES);
  let position = HEADER_LENGTH_BYTES + header.length;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), position);
    position += column.byteLength;
  }
  return bytes;
}

/** Reads what encodeSnapshot wrote. @throws RangeError when the bytes are cut short */
export function decodeSnapshot(bytes: Uint8Array): unknown {
  if (bytes.length < HEADER_LENGTH_BYTES)
    throw new RangeError(`snapshot: expected a header, got ${bytes.length} bytes`);
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const start = HEADER_LENGTH_BYTES + headerLength;
  if (bytes.length < start) throw new RangeError(`snapshot: header of ${headerLength} bytes is cut short`);
  const text = new TextDecoder().decode(bytes.subarray(HEADER_LENGTH_BYTES, start));
  const { columns: lengths } = JSON.parse(text) as { columns: readonly number[] };
  let position = start;
  const columns = lengths.map((length) => {
    const made = new Float64Array(length);
    const end = position + made.byteLength;
    if (bytes.length < end) throw new RangeError(`snapshot: expected ${end} bytes, got ${bytes.length}`);
    new Uint8Array(made.buffer).set(bytes.subarray(position, end));
    position = end;
    return made;
  });
  const { state } = JSON.parse(text, (_key, value: unknown) =>
    isReference(value) ? columns[value.$column] : value,
  ) as {
    state: unknown;
  };
  return state;
}
