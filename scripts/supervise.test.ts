import { describe, expect, it } from "vitest";
import { createSupervisor, patience, readableLine } from "@/scripts/supervise.mjs";

const quick = { ...patience, restartDelayMs: 10, restartDelayMsMax: 40, stopMsMax: 200 };

/** A supervisor whose words can be awaited. */
function observed(limits = quick) {
  const lines: string[] = [];
  const waiting: { test: RegExp; resolve: (line: string) => void }[] = [];
  const hear = (line: string): void => {
    lines.push(line);
    for (const { test, resolve } of waiting) if (test.test(line)) resolve(line);
  };
  const supervisor = createSupervisor({ say: hear, giveUp: (reason) => hear(`gave up: ${reason}`), limits });
  const heard = (test: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const past = lines.find((line) => test.test(line));
      if (past === undefined) waiting.push({ test, resolve });
      else resolve(past);
    });
  return { supervisor, lines, heard };
}

const script = (code: string) => ({ args: ["-e", code], env: process.env });

describe("supervisor", () => {
  it("starts a crashed child again, waiting longer each time, and gives up past crashesMax in a row", async () => {
    const { supervisor, lines, heard } = observed();
    supervisor.start("worker", script("process.exit(3)"));
    expect(await heard(/^gave up/)).toBe("gave up: worker ended unexpectedly (exit code 3), 9 times in a row");
    const waits = lines.flatMap((line) => /again in ([\d.]+) s/.exec(line)?.[1] ?? []);
    expect(waits).toEqual(["0.01", "0.02", "0.04", "0.04", "0.04", "0.04", "0.04", "0.04"]);
  });

  it("gives up at once when a child says that it is misconfigured (exit code 2)", async () => {
    const { supervisor, lines, heard } = observed();
    supervisor.start("worker", script("process.exit(2)"));
    expect(await heard(/^gave up/)).toContain("worker cannot run as it is configured");
    expect(lines).toHaveLength(1);
  });

  it("counts from zero again after a child has lived long enough", async () => {
    const { supervisor, lines, heard } = observed({ ...quick, stableMsMin: 0, crashesMax: 1 });
    let starts = 0;
    supervisor.start("worker", script("console.log('up'); process.exit(1)"));
    while (starts < 4) {
      await heard(/\[worker\] up/);
      starts = lines.filter((line) => line === "[worker] up").length;
      await new Promise(setImmediate);
    }
    await supervisor.stopAll();
    expect(lines.some((line) => line.startsWith("gave up"))).toBe(false);
  });

  it("stops every child, and kills one that does not listen", async () => {
    const { supervisor, lines, heard } = observed();
    supervisor.start(
      "deaf",
      script("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')"),
    );
    supervisor.start("good", script("setInterval(() => {}, 1000); console.log('good')"));
    await Promise.all([heard(/\[deaf\] deaf/), heard(/\[good\] good/)]);
    await supervisor.stopAll();
    expect(lines.some((line) => line.includes("unexpectedly"))).toBe(false);
  });

  it("does not start a child again that crashed before the stop", async () => {
    const { supervisor, lines, heard } = observed({ ...quick, restartDelayMs: 60_000, restartDelayMsMax: 60_000 });
    supervisor.start("worker", script("process.exit(1)"));
    await heard(/starting it again/);
    await supervisor.stopAll();
    expect(lines.filter((line) => line.includes("unexpectedly"))).toHaveLength(1);
  });
});

describe("readableLine", () => {
  it("turns a JSON log line into words and leaves everything else alone", () => {
    const line =
      '{"level":"warn","time":"2026-11-22T14:30:00.125Z","name":"feed","channel":"Q","msg":"channel refused"}';
    expect(readableLine(line)).toBe('14:30:00.125 warn channel refused {"channel":"Q"}');
    expect(readableLine("▲ Next.js")).toBe("▲ Next.js");
    expect(readableLine("{broken")).toBe("{broken");
    expect(readableLine('{"a":1}')).toBe('{"a":1}');
  });
});
