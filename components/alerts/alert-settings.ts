/** What a reader wants to be told of and how loud, kept in this browser. Unknown or torn values fall back one by one. */
import { type AlertKind, alertKindNames, alertKinds } from "@/components/alerts/alert-kinds";
import { storedValue } from "@/components/settings/stored-value";

export interface AlertSettings {
  readonly muted: boolean;
  /** 0 to 100. */
  readonly volume: number;
  readonly kinds: Readonly<Record<AlertKind, { readonly toast: boolean; readonly sound: boolean }>>;
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
  return {
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
