/**
 * Keeps the child processes of the launcher: starts them, passes on what they say, starts a crashed one again, stops all.
 * States of a child: running → (exits by itself) waiting → running …; too many crashes in a row, or exit code 2 → given up;
 * any state → (stopAll) stopped. Knows nothing of what the children do.
 */
import { spawn } from "node:child_process";
import readline from "node:readline";

/** How patient the launcher is with its children (docs/adr/0005). */
export const patience = {
  /** Wait before the first restart; doubled for each further crash in a row, up to the second. */
  restartDelayMs: 1_000,
  restartDelayMsMax: 15_000,
  /** A child that lived this long has recovered: its crashes count from zero again. */
  stableMsMin: 30_000,
  /** One crash in a row more and the whole start is given up. */
  crashesMax: 8,
  /** A child that has not stopped by then is killed. */
  stopMsMax: 8_000,
};

/** Exit code of a child that a restart cannot help: its environment or arguments are wrong, and it has said so. */
const exitMisconfigured = 2;

/** One line of a child for people: JSON log lines become `level message {rest}`, everything else stays. */
export function readableLine(line) {
  if (!line.startsWith("{")) return line;
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  const { level, time, name: _name, msg = "", err, ...rest } = entry;
  if (typeof level !== "string") return line;
  const clock = typeof time === "string" ? time.slice(11, 23) : "";
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
  const error = err ? `\n${err.stack ?? err.message}` : "";
  return `${clock} ${level} ${msg}${details}${error}`;
}

/**
 * @param {{ say: (line: string) => void, giveUp: (reason: string) => void, limits?: typeof patience }} options
 *   `giveUp` is called when a child crashes too often
 */
export function createSupervisor({ say, giveUp, limits = patience }) {
  const children = new Map();
  let stopping = false;

  function run(name, spec, crashes) {
    const startedAt = performance.now();
    const child = spawn(process.execPath, spec.args, { env: spec.env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const state = { child, timer: undefined };
    children.set(name, state);
    for (const stream of [child.stdout, child.stderr]) {
      readline.createInterface({ input: stream }).on("line", (line) => say(`[${name}] ${readableLine(line)}`));
    }
    child.on("error", (error) => say(`[launch] ${name}: ${error.message}`));
    child.once("exit", (code, signal) => {
      if (stopping) return;
      const inARow = performance.now() - startedAt >= limits.stableMsMin ? 1 : crashes + 1;
      const how = `${name} ended unexpectedly (${signal ?? `exit code ${code}`})`;
      if (code === exitMisconfigured) return giveUp(`${name} cannot run as it is configured; see its lines above`);
      if (inARow > limits.crashesMax) return giveUp(`${how}, ${inARow} times in a row`);
      const delay = Math.min(limits.restartDelayMs * 2 ** (inARow - 1), limits.restartDelayMsMax);
      say(`[launch] ${how}; starting it again in ${delay / 1000} s`);
      state.timer = setTimeout(() => run(name, spec, inARow), delay);
    });
  }

  return {
    /** Starts a child that is to live as long as the launcher. */
    start(name, spec) {
      run(name, spec, 0);
    },
    /** Asks every child to stop and resolves when all are gone; kills those that do not listen. */
    async stopAll() {
      stopping = true;
      const leaving = [...children.values()].map(({ child, timer }) => {
        clearTimeout(timer);
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return undefined;
        child.kill("SIGTERM");
        return new Promise((resolve) => child.once("exit", resolve));
      });
      const force = setTimeout(() => this.killAll(), limits.stopMsMax);
      await Promise.all(leaving);
      clearTimeout(force);
    },
    /** Kills every child at once. */
    killAll() {
      for (const { child } of children.values()) child.kill("SIGKILL");
    },
  };
}
