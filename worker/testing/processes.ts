/** Real processes for tests: the bundled worker, simulated exchange and replay, started, watched and killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../..");
const sources = {
  worker: "worker/main.ts",
  simulator: "worker/simulator/main.ts",
  replay: "scripts/replay.ts",
} as const;

type Name = keyof typeof sources;

/** Bundles of this test process, beside node_modules so that packages resolve. */
const directory = path.join(root, "dist", `test-${process.pid}`);

/** Bundles the entries; returns the folder, which the caller removes. */
export async function bundle(names: readonly Name[]): Promise<string> {
  await build({
    ...{ entryPoints: Object.fromEntries(names.map((name) => [name, path.join(root, sources[name])])) },
    ...{ outdir: directory, outExtension: { ".js": ".mjs" }, absWorkingDir: root, tsconfig: "tsconfig.json" },
    ...{ bundle: true, platform: "node", format: "esm", target: "node20", packages: "external", logLevel: "warning" },
  });
  return directory;
}

/** A started process. */
export class Running {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  /** Exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  private waiters: (() => void)[] = [];

  constructor(name: Name, args: readonly string[], env: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [path.join(directory, `${name}.mjs`), ...args], {
      cwd: root,
      env: { NODE_ENV: "production", PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        this.lines.push(line);
        this.wake();
      });
    }
    this.exited = new Promise((resolve) => {
      this.child.once("close", (code) => {
        resolve(code);
        this.wake();
      });
    });
  }

  /** The first line that matches. Rejects with the output when the process ends before. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      for (const line of this.lines) {
        const match = pattern.exec(line);
        if (match !== null) return match;
      }
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`ended before ${pattern}:\n${this.lines.slice(-20).join("\n")}`);
      }
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** Ends it in the given way and waits until it is gone. */
  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
