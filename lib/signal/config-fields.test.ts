import { expect, it } from "vitest";
import { configSchema, PROFILE_VALUES } from "@/lib/signal/config";
import { CONFIG_FIELDS, configText, configValue, configWords, profileText } from "@/lib/signal/config-fields";

it("every key of the configuration table has a field, and only those", () => {
  expect(CONFIG_FIELDS.map(({ key }) => key)).toEqual(Object.keys(configSchema.shape));
});

it.each(CONFIG_FIELDS)("$key: its default, written and read back, is the default", ({ key, choices }) => {
  for (const profile of ["spec", "indicator"] as const) {
    const text = profileText(profile, key);
    expect(configSchema.safeParse({ [key]: configValue(key, text) })).toMatchObject({
      success: true,
      data: { [key]: PROFILE_VALUES[profile][key] },
    });
    if (choices !== null) expect(Object.keys(choices)).toContain(text);
  }
});

it("what is no number stays text and is refused by the schema", () => {
  for (const [key, text] of [
    ["minContracts", "many"],
    ["htfRequired", "perhaps"],
    ["stopBufferPoints", "-1"],
  ] as const) {
    expect(configSchema.safeParse({ [key]: configValue(key, text) }).success).toBe(false);
  }
});

it("says a value with its unit, a choice by its words", () => {
  const words = (key: string, text: string): string | undefined => {
    const field = CONFIG_FIELDS.find((one) => one.key === key);
    return field && configWords(field, text);
  };
  expect(words("stopBufferPoints", "10.00")).toBe("10.00 points");
  expect(words("staleAction", "off")).toBe("not checked");
  expect(words("htfFrames", configText([]))).toBe("none");
});
