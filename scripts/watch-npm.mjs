/**
 * `npm start` that is killed does not tell the script it started. This watches the npm above us and says when it is gone.
 * Not under npm (or on Windows) it does nothing.
 */
import { commandLineOf, parentOf } from "./process-info.mjs";

const beatMs = 1_000;

/** Calls `gone` once when the npm process that started us has ended. */
export function watchNpm(gone) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  // npm starts us through a shell, which either stays between us and npm or is replaced by us.
  const shellBetween = !/\bnpm\b/.test(commandLineOf(parent)) && /\bnpm\b/.test(commandLineOf(grandparent));
  const timer = setInterval(() => {
    const orphaned = process.ppid !== parent;
    if (!orphaned && !(shellBetween && parentOf(parent) !== grandparent)) return;
    clearInterval(timer);
    gone();
  }, beatMs);
  timer.unref();
}
