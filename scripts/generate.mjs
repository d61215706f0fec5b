/**
 * Prisma's command line without its engine download: `node scripts/generate.mjs [generate|validate|format …]`.
 * Prisma insists on having a schema engine file but does not run it for these commands, so it is shown node itself.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const prismaCli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const asked = process.argv.slice(2);

const run = spawnSync(process.execPath, [prismaCli, ...(asked.length > 0 ? asked : ["generate"])], {
  stdio: "inherit",
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    ...process.env,
  },
});
process.exit(run.status ?? 1);
