/**
 * Takes secrets out of a stored body before it is shown: tokens of our own sources wherever they stand, and the values of
 * fields that are named like a secret. Pure; which words are tokens is the caller's knowledge.
 */

/** What stands in a secret's place. */
export const redacted = "[hidden]";

/** Long enough to be a token; our own have 43 of these signs. */
const tokenLike = /[A-Za-z0-9_-]{16,200}/g;
/** `"secret": "…"`, `token=…`, `passphrase: …` in JSON, form and plain text. */
const namedSecret =
  /(["']?\b[A-Za-z_-]*(?:secret|token|passphrase|password|passwd|api[_-]?key|authorization)[A-Za-z_-]*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|[^,;&}"'\r\n]+)/gi;

/**
 * The text without secrets.
 * @param isToken true for a word that opens a door
 */
export function redactSecrets(text: string, isToken: (word: string) => boolean): string {
  return text
    .replace(namedSecret, (_all, name: string, value: string) =>
      value.startsWith('"') ? `${name}"${redacted}"` : `${name}${redacted}`,
    )
    .replace(tokenLike, (word) => (isToken(word) ? redacted : word));
}
