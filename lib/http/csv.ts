/**
 * Comma-separated values that a spreadsheet opens as text and numbers, never as a formula (RFC 4180; OWASP CSV injection).
 * Pure.
 */

export type CsvCell = string | number | boolean | null;

/** Signs that make a spreadsheet calculate, also after leading blanks; and what would break the table. */
const calculates = /^[\s\0]*[=+\-@\t\r\n]|^[\t\r\n\0]/;

/** One cell. Numbers stay numbers; a text that would calculate gets an apostrophe in front. */
export function csvCell(value: CsvCell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = value.replaceAll("\0", "");
  const safe = calculates.test(value) ? `'${text}` : text;
  return /[",\r\n;\t']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, CRLF included. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
