"use client";
/** Reading and changing the settings; all tabs follow a change at once (storage event), the system theme too. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { defaultSettings, parseSettings, type Settings, settingsKey } from "@/components/settings/settings";
import { storedValue } from "@/components/settings/stored-value";

const stored = storedValue(settingsKey, parseSettings);

function lightSystem(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: light)");
}

function apply(settings: Settings): void {
  const { dataset } = document.documentElement;
  const systemTheme = lightSystem().matches ? "light" : "dark";
  dataset["theme"] = settings.theme === "system" ? systemTheme : settings.theme;
  dataset["pair"] = settings.pair;
  dataset["density"] = settings.density;
}

export function useSettings(): { readonly settings: Settings; readonly change: (part: Partial<Settings>) => void } {
  const settings = useSyncExternalStore(stored.subscribe, stored.read, () => defaultSettings);
  const change = useCallback((part: Partial<Settings>) => stored.write({ ...stored.read(), ...part }), []);
  return { settings, change };
}

/** Keeps <html> in step with the settings and the system's theme. Used once, by the frame. */
export function useAppliedSettings(): void {
  const { settings } = useSettings();
  useEffect(() => {
    apply(settings);
    const system = lightSystem();
    const follow = (): void => apply(settings);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [settings]);
}
