/** Amounts, shares and spans of time as the figures write them. Pure. */
import type { DistanceUnit } from "@/lib/format/excursion";
import { minus, unknown, withSign } from "@/lib/format/number";

const decimals: Readonly<Record<DistanceUnit, number>> = { r: 2, points: 2, ticks: 1, usd: 0 };
const suffix: Readonly<Record<DistanceUnit, string>> = { r: "R", points: "", ticks: "", usd: "" };

/** Thousands set apart by a thin space, sign kept. */
function grouped(text: string): string {
  const [whole = "", rest] = text.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

/** Halves away from zero as everywhere: a double may stand a hair below the half it means. */
function fixed(value: number, places: number): string {
  const scale = 10 ** places;
  const text = (Math.round(Math.abs(value) * scale + 1e-9) / scale).toFixed(places);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A signed amount in its unit: `+1.23R`, `−$1 234`, `+12.25`. An em dash when unknown. */
export function amount(value: number | null | undefined, unit: DistanceUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  const text = withSign(grouped(fixed(value, decimals[unit])));
  if (unit !== "usd") return `${text}${suffix[unit]}`;
  const sign = text.startsWith("+") || text.startsWith(minus) ? text[0] : "";
  return `${sign}$${text.slice(sign === "" ? 0 : 1)}`;
}

/** An amount that has no sign of its own (a size). */
export function size(value: number | null | undefined, unit: DistanceUnit): string {
  return amount(value, unit).replace(/^\+/, "");
}

/** `51.2 %`; an em dash when unknown. */
export function percent(share: number | null | undefined, places = 1): string {
  return share === null || share === undefined ? unknown : `${(share * 100).toFixed(places)}\u202f%`;
}

/** `48–54 %`. */
export function percentSpan(span: { readonly low: number; readonly high: number } | null): string {
  return span === null ? "" : `${(span.low * 100).toFixed(0)}–${(span.high * 100).toFixed(0)}\u202f%`;
}

/** `+0.05…+0.19R`. */
export function rSpan(span: { readonly low: number; readonly high: number } | null): string {
  return span === null ? "" : `${amount(span.low, "r").replace("R", "")}…${amount(span.high, "r")}`;
}

/** A signed amount where there is room for four characters: `+5.6`, `−12`, `+340`, `−12k`. The unit stands elsewhere. */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return withSign(`${fixed(value / 1000, 0)}k`);
  return withSign(fixed(value, size < 9.95 ? 1 : 0));
}

/** `12 345`. */
export function count(value: number): string {
  return grouped(String(value));
}

/** A number on an axis: short, no sign for positive ones. */
export function tick(value: number): string {
  const text = Math.abs(value) >= 10_000 ? `${fixed(value / 1000, 0)}k` : String(Number(value.toFixed(2)));
  return text.replace("-", minus);
}

/** A span of time on an axis: `30 s`, `15 min`, `4 h`. */
export function span(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)}\u202fs`;
  if (ms < 3_600_000) return `${Number((ms / 60_000).toFixed(1))}\u202fmin`;
  return `${Number((ms / 3_600_000).toFixed(1))}\u202fh`;
}
