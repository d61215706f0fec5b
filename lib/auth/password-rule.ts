/**
 * Which passwords are taken (OWASP ASVS 5.0, 6.2): length and being unknown count, composition does not.
 * Server only: it holds a dictionary of some 49,000 leaked passwords.
 */
import { dictionary } from "@zxcvbn-ts/language-common";

/** Shortest password taken, in characters; people are advised `passwordLengthAdvised`. */
export const passwordLengthMin = 10;
export const passwordLengthAdvised = 15;
/** Longest: more is no safer and costs the server. */
export const passwordLengthMax = 128;
/** A password built by repeating at most so many characters is one short word. */
const repeatedUnitMax = 5;

/** Signs around a common word that do not make it a password of its own. */
const decorationMax = 6;

const common: ReadonlySet<string> = new Set(dictionary["passwords-common"].map(String));
/** Words an attacker of this very application would try first. */
const ours = ["excursion", "tradingview", "futures", "trader", "analyst", "nasdaq"];

const leet: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};
const plain = (word: string): string => word.replace(/[013457@$]/g, (sign) => leet[sign] ?? sign);
/** Without digits and signs around the word: `!Password123` is `password`. */
const bare = (word: string): string => word.replace(/^[^a-z]+|[^a-z]+$/g, "");

function isRepetition(word: string): boolean {
  for (let length = 1; length <= repeatedUnitMax; length += 1) {
    const unit = word.slice(0, length);
    if (unit.repeat(Math.ceil(word.length / length)).startsWith(word)) return true;
  }
  return false;
}

/** Letters or digits in order or in reverse, e.g. 1234567890 or zyxwvutsrq. */
function isRun(word: string): boolean {
  const steps = [...word].slice(1).map((sign, index) => sign.charCodeAt(0) - word.charCodeAt(index));
  // 9 to 0 is the keyboard's way of counting on.
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9);
}

/**
 * Why a password is not taken, as one sentence for the person; null when it is fine.
 * @param about what is known of the person (name, e-mail): not to be the password
 */
export function passwordProblem(password: string, about: readonly string[]): string | null {
  const length = [...password].length;
  if (length < passwordLengthMin) {
    return `Use at least ${passwordLengthMin} characters (${passwordLengthAdvised} or more are better), got ${length}.`;
  }
  if (length > passwordLengthMax) return `Use at most ${passwordLengthMax} characters, got ${length}.`;
  const lower = password.toLowerCase();
  if (isRepetition(lower) || isRun(lower)) return "This repeats or counts on: use something nobody would guess.";
  const personal = about.flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/)).filter((word) => word.length >= 3);
  const forms = [lower, plain(lower), bare(lower), plain(bare(lower)), bare(plain(lower))].filter(
    (form) => form.length >= lower.length - decorationMax,
  );
  if (forms.some((form) => personal.includes(form) || about.some((text) => text.toLowerCase() === form))) {
    return "This is your name or address: use something nobody would guess.";
  }
  if (forms.some((form) => common.has(form) || ours.includes(form))) {
    return "This is on the list of common passwords: use something nobody would guess.";
  }
  return null;
}
