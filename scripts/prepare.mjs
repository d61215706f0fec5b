/**
 * What must be there before anything of the project can run: the right Node, the packages, the generated client, a fresh build.
 * Free of dependencies, because it runs in a clone without node_modules. Everything it says goes to standard error,
 * so that the standard output of a command stays the command's own.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const nodeMin = [20, 9];

/** A failure whose message is meant for people; no stack is printed. */
export class PlainError extends Error {}

const say = (line) => process.stderr.write(`${line}\n`);

/** Runs a command to its end with its output on standard error; throws a PlainError when it fails. */
export function runStep(what, command, args, { env = process.env } = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: projectRoot, env, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new PlainError(`${what} failed (${error?.message ?? signal ?? `exit code ${status}`}); see the lines above`);
}

/** Throws when this Node is too old for the project. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])) return;
  throw new PlainError(
    `Node.js ${nodeMin.join(".")} or newer is needed, this is ${process.versions.node}: see nodejs.org`,
  );
}

/** True when the installed packages are those of package-lock.json (npm leaves a copy of the lock when it is done). */
function isInstalled() {
  const done = path.join(projectRoot, "node_modules/.package-lock.json");
  if (!fs.existsSync(done)) return false;
  return fs.statSync(done).mtimeMs >= fs.statSync(path.join(projectRoot, "package-lock.json")).mtimeMs;
}

/** Installs the packages when they are missing or older than package-lock.json. */
export function ensureInstalled() {
  if (isInstalled()) return;
  say("Installing packages (once, about half a minute) …");
  const npmScript = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  if (npmScript?.endsWith(".js")) runStep("npm ci", process.execPath, [npmScript, ...args]);
  else if (process.platform === "win32") runStep("npm ci", "cmd.exe", ["/c", "npm", ...args]);
  else runStep("npm ci", "npm", args);
}

function filesBelow(folder) {
  return fs
    .readdirSync(path.join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath ?? entry.path, entry.name)));
}

/** One hash over the contents of files and folders; missing ones count as absent. */
function contentHash(names) {
  const hash = createHash("sha256");
  const isSource = (file) => !file.startsWith(path.join("lib", "generated")) && !/\.test\.tsx?$/.test(file);
  for (const name of names) {
    const full = path.join(projectRoot, name);
    if (!fs.existsSync(full)) continue;
    const files = fs.statSync(full).isDirectory() ? filesBelow(name).filter(isSource).sort() : [name];
    for (const file of files)
      hash
        .update(`${file}\0`)
        .update(fs.readFileSync(path.join(projectRoot, file)))
        .update("\0");
  }
  return hash.digest("hex");
}

/** Runs `make` unless `stampFile` says that it ran for the same inputs. */
function onceFor(inputs, stampFile, make) {
  const hash = contentHash(inputs);
  const stamp = path.join(projectRoot, stampFile);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === hash) return;
  make();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, hash);
}

/** Generates the Prisma client when schema.prisma or the packages changed. */
export function ensureGenerated() {
  onceFor(["prisma/schema.prisma", "package-lock.json"], "lib/generated/inputs.sha256", () => {
    say("Generating the database client …");
    runStep("prisma generate", process.execPath, [path.join(projectRoot, "scripts/generate.mjs")]);
  });
}

const webInputs = [
  ...["app", "components", "lib", "public", "prisma/schema.prisma"],
  ...["proxy.ts", "instrumentation.ts", "next.config.js", "postcss.config.mjs", "tsconfig.json", "package-lock.json"],
];

/** Builds the web app when its sources changed since the last build. The stamp lies inside .next and goes with it. */
export function ensureWebBuilt() {
  onceFor(webInputs, ".next/inputs.sha256", () => {
    say("Building the web app (after a change only) …");
    const next = createRequire(path.join(projectRoot, "package.json")).resolve("next/dist/bin/next");
    runStep("next build", process.execPath, [next, "build"], {
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
  });
}

/** Bundles Node entries into dist/ (a tenth of a second, so always). */
export async function buildNode(names) {
  const { buildEntries } = await import("./build-worker.mjs");
  try {
    await buildEntries(names);
  } catch (error) {
    throw new PlainError(error.message);
  }
}

/** Reads .env into the environment where this Node can; variables that are set already win. */
export function loadEnvFile() {
  const file = path.join(projectRoot, ".env");
  if (!fs.existsSync(file)) return;
  if (process.loadEnvFile) process.loadEnvFile(file);
  else
    throw new PlainError(
      `Node.js ${process.versions.node} cannot read .env: use 20.12 or newer, or export the variables`,
    );
}
