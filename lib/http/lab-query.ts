/**
 * Query parameters of the Signal Lab's routes: the filter and the list in the words of lib/lab, and the opaque cursor of a
 * page. Unknown filter words are reported beside the answer, a wrong cursor or limit is an error: a program made it.
 */
import type { KeyValues } from "@/lib/db/keyset";
import type { LabPart } from "@/lib/db/lab-list";
import { deskSource, env } from "@/lib/env";
import { type Checked, jsonError } from "@/lib/http/respond";
import { isDate, type LabFilter, parseLabFilter, type UnknownParameter } from "@/lib/lab/filter";
import { type LabListParams, listParameterNames, parseListParams } from "@/lib/lab/list-params";

/** A filter and a list as a URL names them. */
export interface LabQuery {
  readonly filter: LabFilter;
  readonly list: LabListParams;
  readonly unknown: readonly UnknownParameter[];
}

/**
 * Reads filter and list of a request; the source is the desk's own unless named.
 * @param ignored further parameters the route has for itself
 */
export function labQuery(params: URLSearchParams, ignored: readonly string[] = []): LabQuery {
  const own = new Set([...listParameterNames, ...ignored]);
  const { filter, unknown } = parseLabFilter(params, deskSource(env()), own);
  const { list, unknown: unknownList } = parseListParams(params);
  return { filter, list, unknown: [...unknown, ...unknownList] };
}

/** Parameters that ask for a part of a list. */
export const partNames = ["only", "ids", "held"] as const;
/** Ids asked for at once, and characters of one. */
const PART_IDS_MAX = 100;
const PART_TEXT_MAX = 200;

/** The part of a list a request asks for: `only` = one group by its value (empty: entries without one), `ids` = these entries. */
export function partOf(params: URLSearchParams, { group }: LabListParams): Checked<LabPart> {
  const value = params.get("only");
  const ids = params.get("ids")?.split(",");
  if (value !== null && group === null) return refuse("only", "expected `group` beside it");
  const isDay = value === null || group !== "day" || isDate(value);
  if (!isDay) return refuse("only", "expected a date as YYYY-MM-DD for groups of days");
  if (ids !== undefined && (ids.length > PART_IDS_MAX || ids.some((id) => id === "" || id.length > PART_TEXT_MAX)))
    return refuse("ids", `expected 1 to ${PART_IDS_MAX} ids separated by commas`);
  const only = value === null || group === null ? undefined : { group, value: value === "" ? null : value };
  return { ok: true, value: { only, ids } };
}

/** Entries a reader shows already (`held`), to be told of them also where the filter has lost them; some of `ids`. */
export function heldOf(params: URLSearchParams, { ids }: LabPart): Checked<readonly string[]> {
  const held = params.get("held")?.split(",") ?? [];
  if (held.some((id) => ids?.includes(id) !== true)) return refuse("held", "expected some of `ids`");
  return { ok: true, value: held };
}

/** Longest cursor read, characters. */
const CURSOR_LENGTH_MAX = 2_000;

/** What a cursor is good for: another order makes it meaningless. */
function orderName({ order, group }: LabListParams): string {
  return `${order.by} ${order.descending ? "desc" : "asc"} ${group ?? ""}`;
}

/** The cursor of a page's key; null stays null. */
export function labCursor(list: LabListParams, next: KeyValues | null): string | null {
  return next === null ? null : Buffer.from(JSON.stringify([orderName(list), ...next])).toString("base64url");
}

function isKeyValues(value: unknown): value is (string | null)[] {
  return Array.isArray(value) && value.every((one) => one === null || typeof one === "string");
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

const refuse = (parameter: string, message: string) => ({
  ok: false as const,
  response: jsonError(400, "BAD_QUERY", `${parameter}: ${message}`, [{ parameter, message }]),
});

/**
 * The key a cursor stands for; null without a cursor.
 * @param keys number of keys the list's order has
 */
export function keyOfCursor(params: URLSearchParams, list: LabListParams, keys: number): Checked<KeyValues | null> {
  const text = params.get("cursor") || null;
  if (text === null) return { ok: true, value: null };
  const decoded = text.length > CURSOR_LENGTH_MAX ? null : decode(text);
  if (!isKeyValues(decoded) || decoded.length !== keys + 1 || decoded[0] !== orderName(list)) {
    return refuse("cursor", "expected the `next` of an earlier page with the same order and grouping");
  }
  return { ok: true, value: decoded.slice(1) };
}

/** Rows asked for. */
export function limitOf(params: URLSearchParams, fallback: number, max: number): Checked<number> {
  const text = params.get("limit") || String(fallback);
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > max)
    return refuse("limit", `expected 1 to ${max}, got ${JSON.stringify(text.slice(0, 20))}`);
  return { ok: true, value: limit };
}
