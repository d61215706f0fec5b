/**
 * Bad input of a replay: one clear line for people, exit code 2 (replay format).
 */

/** Names the file, the line where there is one, and what was expected. */
export class InputError extends Error {
  override readonly name = "InputError";

  constructor(file: string, line: number | null, message: string) {
    super(`${file}${line === null ? "" : `:${line}`}: ${message}`);
  }
}

/** Text for a message: quoted and cut, so that a broken file cannot flood the screen. */
export function quoted(text: string): string {
  const shownMax = 80;
  return JSON.stringify(text.length > shownMax ? `${text.slice(0, shownMax)}...` : text);
}
