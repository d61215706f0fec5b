import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { flagMeaning, flagMeanings } from "@/lib/lab/flag-words";

/** Every flag the engine sets, by reading its sources: `addFlag(signal, "…")` and `flag("…")`. */
function flagsOfEngine(): string[] {
  const folder = path.resolve("lib/engine");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return sources.flatMap((name) =>
    [...readFileSync(path.join(folder, name), "utf8").matchAll(/(?:addFlag\([^,]+,\s*|\bflag\()"([a-z_]+)"/g)].map(
      (match) => match[1] ?? "",
    ),
  );
}

it("every flag the engine can set has a meaning in words", () => {
  const flags = flagsOfEngine();
  expect(flags.length).toBeGreaterThan(10);
  for (const flag of flags) expect(Object.keys(flagMeanings)).toContain(flag);
});

it("a flag nobody described is shown by its name", () => {
  expect(flagMeaning("some_new_flag").label).toBe("some new flag");
});
