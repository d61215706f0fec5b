/**
 * Bundles the Node entries into dist/: `node scripts/build-worker.mjs [NAME…]` (all when none is named).
 * "@/…" is resolved by tsconfig's paths; packages stay outside the bundle, so the result runs beside node_modules only.
 */
import fs from "node:fs";
import { fileURLToPath } from "node:url";

/** What can be bundled: name in dist/ → source. */
export const entries = {
  env: "lib/env.ts",
  worker: "worker/main.ts",
  simulator: "worker/simulator/main.ts",
  replay: "scripts/replay.ts",
  "verify-recorded": "scripts/verify-recorded.ts",
  "webhook-token": "scripts/webhook-token.ts",
  "generate-lab": "scripts/generate-lab.ts",
  "bench-lab": "bench/lab.ts",
  "bench-lab-web": "bench/lab-web.ts",
  "bench-replay": "bench/replay.ts",
  "bench-pipeline": "bench/pipeline.ts",
  "bench-desk": "bench/desk.ts",
  "bench-alerts": "bench/alerts.ts",
};

/**
 * Builds dist/NAME.mjs for each name. Throws when a source is missing or does not compile.
 * @param {readonly string[]} names keys of `entries`
 */
export async function buildEntries(names) {
  for (const name of names) {
    const source = entries[name];
    if (source === undefined) throw new Error(`expected one of ${Object.keys(entries).join(", ")}, got ${name}`);
    if (!fs.existsSync(source)) throw new Error(`cannot build ${name}: ${source} is missing`);
  }
  const { build, stop } = await import("esbuild");
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, entries[name]])),
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    packages: "external",
    tsconfig: "tsconfig.json",
    logLevel: "warning",
  });
  // Its service process would otherwise live as long as the launcher.
  await stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  try {
    await buildEntries(asked.length > 0 ? asked : Object.keys(entries).filter((name) => fs.existsSync(entries[name])));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
