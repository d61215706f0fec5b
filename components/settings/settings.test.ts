import { expect, it } from "vitest";
import { bootScript } from "@/components/settings/boot-script";
import { defaultSettings, parseSettings } from "@/components/settings/settings";

it("takes what was stored", () => {
  const chosen = { theme: "light", pair: "blue-orange", density: "comfortable" };
  expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen);
});

it.each([null, "", "{", "[]", "5", '{"theme":"pink","pair":7,"density":"constructor"}'])(
  "falls back on %j",
  (stored) => {
    expect(parseSettings(stored)).toEqual(defaultSettings);
  },
);

it("one wrong value does not cost the others", () => {
  expect(parseSettings('{"theme":"dark","pair":"none"}')).toEqual({ ...defaultSettings, theme: "dark" });
});

/** Runs the script of the document's head against a small stand-in for the browser. */
function boot(stored: string | null, systemLight: boolean): Record<string, string> {
  const dataset: Record<string, string> = {};
  const run = new Function("document", "localStorage", "matchMedia", bootScript);
  run({ documentElement: { dataset } }, { getItem: () => stored }, () => ({ matches: systemLight }));
  return dataset;
}

it("before the first paint the system's theme or the chosen one is set, whatever storage holds", () => {
  expect(boot(null, true)).toEqual({ theme: "light", pair: "green-up", density: "compact" });
  expect(boot('{"theme":"dark"}', true)).toMatchObject({ theme: "dark" });
  expect(boot("{torn", false)).toMatchObject({ theme: "dark" });
});
