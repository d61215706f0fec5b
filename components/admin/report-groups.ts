/**
 * The worker's report (GET /readyz) as groups of labelled figures. It follows the report whatever it holds: a counter added
 * there is shown here. Pure.
 */
import { etTimeMs } from "@/lib/format/time";

export interface ReportGroup {
  readonly name: string;
  /** `value` is null where the worker says null: not known, or not so. */
  readonly facts: readonly { readonly label: string; readonly value: string | null }[];
}

type Json = Readonly<Record<string, unknown>>;

/** Whole numbers from here on are instants in ms since 1970 (2020 and later), not counts. */
const firstInstant = 1_577_836_800_000;
const bytesInMegabyte = 1_048_576;

/** Groups in the order of the report; what stands at its top is the group `worker`. */
export function groupsOf(report: unknown): readonly ReportGroup[] {
  if (!isObject(report)) return [];
  const entries = Object.entries(report);
  const top = entries.filter(([, value]) => typeof value !== "object" || value === null);
  const groups = entries.flatMap(([name, value]): ReportGroup[] => {
    if (Array.isArray(value)) {
      return value.filter(isObject).map((row, index) => {
        const { ticker, ...rest } = row;
        return { name: typeof ticker === "string" ? ticker : `${words(name)} ${index + 1}`, facts: factsOf(rest) };
      });
    }
    return isObject(value) ? groupOf(words(name), value) : [];
  });
  return [{ name: "worker", facts: factsOf(Object.fromEntries(top)) }, ...groups];
}

/** An object's own figures, then a group for each object inside it. */
function groupOf(name: string, object: Json): ReportGroup[] {
  const inner = Object.entries(object).flatMap(([key, value]) =>
    isObject(value) ? groupOf(`${name}, ${words(key)}`, value) : [],
  );
  return [{ name, facts: factsOf(object) }, ...inner];
}

function factsOf(object: Json): ReportGroup["facts"] {
  return Object.entries(object)
    .filter(([, value]) => !isObject(value))
    .map(([key, value]) => ({ label: words(key), value: shown(key, value) }));
}

function shown(key: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(String).join(", ") || null;
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value) && value >= firstInstant) return `${etTimeMs(value)} ET`;
  if (/bytes$/i.test(key) && value >= bytesInMegabyte) return `${(value / bytesInMegabyte).toFixed(1)} MB`;
  const number = Number.isInteger(value) ? grouped(value) : value.toFixed(2);
  return /Ms$/.test(key) ? `${number} ms` : number;
}

/** 33777 → `33 777`, with the thin blank that prices have. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

/** `eventLoop` → `event loop`, `queue-bytes` → `queue bytes`; the unit of a time stands with its number. */
function words(key: string): string {
  return key
    .replace(/Ms$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("-", " ")
    .toLowerCase();
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
