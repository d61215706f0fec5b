/**
 * Runs in <head> before the first paint, so that no wrong theme ever flashes. Text, because it must not wait for a bundle.
 * The same attributes are set by use-settings.ts afterwards; both tolerate missing or foreign storage.
 */
import { defaultSettings, settingsKey } from "@/components/settings/settings";

export const bootScript = `(() => {
  const root = document.documentElement;
  let chosen = {};
  try { chosen = JSON.parse(localStorage.getItem(${JSON.stringify(settingsKey)})) || {}; } catch {}
  const light = matchMedia("(prefers-color-scheme: light)").matches;
  const theme = chosen.theme === "dark" || chosen.theme === "light" ? chosen.theme : light ? "light" : "dark";
  root.dataset.theme = theme;
  root.dataset.pair = String(chosen.pair || ${JSON.stringify(defaultSettings.pair)});
  root.dataset.density = String(chosen.density || ${JSON.stringify(defaultSettings.density)});
})();`;
