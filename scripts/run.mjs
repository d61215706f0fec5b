/**
 * Runs one command line tool of the project right after a clone: `node scripts/run.mjs NAME [arguments…]`.
 * Installs and bundles what that tool needs, then becomes it: its arguments, streams and exit code are its own.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { buildNode, checkNode, ensureGenerated, ensureInstalled, PlainError, projectRoot } from "./prepare.mjs";

/** Tools that start other processes of the project need their bundles as well. */
const alsoNeeded = { "verify-recorded": ["worker", "simulator"], "bench-pipeline": ["worker", "simulator"] };

const [asked = "", ...args] = process.argv.slice(2);
const name = asked === "bench" ? `bench-${args.shift() ?? ""}` : asked;
const callerDir = process.cwd();

try {
  process.chdir(projectRoot);
  checkNode();
  ensureInstalled();
  ensureGenerated();
  await buildNode([name, ...(alsoNeeded[name] ?? [])]);
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
}

const bundle = path.join(projectRoot, "dist", `${name}.mjs`);
// Paths in the arguments are meant from where the caller stands.
const tool = spawn(process.execPath, ["--enable-source-maps", bundle, ...args], { stdio: "inherit", cwd: callerDir });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => tool.kill(signal));
tool.once("error", (error) => {
  console.error(`${name} could not be started: ${error.message}`);
  process.exit(1);
});
tool.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
