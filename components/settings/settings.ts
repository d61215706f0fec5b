/**
 * What a reader may choose about the looks, kept in this browser. `parseSettings` takes whatever storage holds.
 * Applied as data attributes on <html>; the stylesheet does the rest.
 */
export interface Settings {
  readonly theme: "system" | "dark" | "light";
  /** Colours of rising and falling prices. */
  readonly pair: "green-up" | "red-up" | "blue-orange";
  readonly density: "compact" | "comfortable";
}

export const settingsKey = "excursion.settings";

export const defaultSettings: Settings = { theme: "system", pair: "green-up", density: "compact" };

/** All choices with their labels, in the order shown. */
export const settingChoices = {
  theme: { system: "System", dark: "Dark", light: "Light" },
  pair: { "green-up": "Green up", "red-up": "Red up", "blue-orange": "Blue / orange" },
  density: { compact: "Compact", comfortable: "Comfortable" },
} as const satisfies { readonly [Name in keyof Settings]: Readonly<Record<Settings[Name], string>> };

/** Unknown names and values fall back to the default one by one. */
export function parseSettings(stored: string | null): Settings {
  let value: unknown = null;
  try {
    value = JSON.parse(stored ?? "null");
  } catch {
    // Not ours or torn: the defaults stand.
  }
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const pick = <Name extends keyof Settings>(name: Name): Settings[Name] => {
    const choice = given[name];
    return typeof choice === "string" && Object.hasOwn(settingChoices[name], choice)
      ? (choice as Settings[Name])
      : defaultSettings[name];
  };
  return { theme: pick("theme"), pair: pick("pair"), density: pick("density") };
}
