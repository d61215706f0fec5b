/** What a reader wants to be told of and how loud, kept in this browser. Unknown or torn values fall back one by one. */
import { type AlertKind, alertKindNames, alertKinds } from "@/components/alerts/alert-kinds";
import { storedValue } from "@/components/settings/stored-value";
import type { NearLimit } from "@/lib/trade/near-stop";

export interface AlertSettings {
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
  /** How near a stop counts; both numbers are kept, so that changing the unit back loses nothing. */
  readonly nearStop: { readonly unit: NearLimit["unit"]; readonly ticks: number; readonly hundredths: number };
  readonly kinds: Readonly<Record<AlertKind, { readonly toast: boolean; readonly sound: boolean }>>;
}

/** Bounds of the distance from a stop: whole ticks, hundredths of R. */
export const nearTicksMax = 1000;
export const nearHundredthsMax = 90;
const nearDefault: AlertSettings["nearStop"] = { unit: "R", ticks: 20, hundredths: 20 };

/** A whole number from 1 to `max`, or the default. */
function whole(value: unknown, max: number, otherwise: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= max ? value : otherwise;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function parseAlertSettings(stored: string | null): AlertSettings {
  let value: unknown = null;
  try {
    value = JSON.parse(stored ?? "null");
  } catch {
    // Not ours or torn: the defaults stand.
  }
  const given = objectOf(value);
  const givenKinds = objectOf(given["kinds"]);
  const flag = (candidate: unknown, otherwise: boolean): boolean =>
    typeof candidate === "boolean" ? candidate : otherwise;
  const volume = given["volume"];
  const kinds = alertKindNames.map((kind) => {
    const choice = objectOf(givenKinds[kind]);
    const { toast, sound } = alertKinds[kind];
    return [kind, { toast: flag(choice["toast"], toast), sound: flag(choice["sound"], sound) }] as const;
  });
  const near = objectOf(given["nearStop"]);
  return {
    nearStop: {
      unit: near["unit"] === "ticks" || near["unit"] === "R" ? near["unit"] : nearDefault.unit,
      ticks: whole(near["ticks"], nearTicksMax, nearDefault.ticks),
      hundredths: whole(near["hundredths"], nearHundredthsMax, nearDefault.hundredths),
    },
    muted: flag(given["muted"], false),
    volume: typeof volume === "number" && volume >= 0 && volume <= 100 ? Math.round(volume) : 50,
    kinds: Object.fromEntries(kinds) as AlertSettings["kinds"],
  };
}

export const defaultAlertSettings = parseAlertSettings(null);

/** The settings of this browser. */
export const alertSettings = storedValue("excursion.alerts", parseAlertSettings);

/** Whether a kind is asked for at all: only then can it be missed. */
export function isWanted(settings: AlertSettings, kind: AlertKind): boolean {
  return settings.kinds[kind].toast || settings.kinds[kind].sound;
}

/** Silences everything, or lets it be heard again. */
export function toggleMute(): void {
  const settings = alertSettings.read();
  alertSettings.write({ ...settings, muted: !settings.muted });
}
