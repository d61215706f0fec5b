"use client";
/** Reading and changing the settings; all tabs follow a change at once (storage event), the system theme too. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { defaultSettings, parseSettings, type Settings, settingsKey } from "@/components/settings/settings";

const listeners = new Set<() => void>();
let cached: { readonly text: string | null; readonly settings: Settings } | null = null;

/** Storage can be forbidden (private windows); then the choice lasts as long as the page. */
function readText(): string | null {
  try {
    return localStorage.getItem(settingsKey);
  } catch {
    return cached?.text ?? null;
  }
}

function current(): Settings {
  const text = readText();
  if (cached === null || cached.text !== text) cached = { text, settings: parseSettings(text) };
  return cached.settings;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

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
  const settings = useSyncExternalStore(subscribe, current, () => defaultSettings);
  const change = useCallback((part: Partial<Settings>) => {
    const next = { ...current(), ...part };
    const text = JSON.stringify(next);
    cached = { text, settings: next };
    try {
      localStorage.setItem(settingsKey, text);
    } catch {
      // Forbidden storage: see readText.
    }
    for (const listener of listeners) listener();
  }, []);
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
