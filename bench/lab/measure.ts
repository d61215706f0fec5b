/** Times of repeated work, and plans of statements, for the Signal Lab's benchmark. */
import { performance } from "node:perf_hooks";
import { pool } from "@/lib/db/client";
import type { SqlCondition } from "@/lib/db/lab-filter";

/** Something measured: what it does, and the statement to explain when it is one. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<unknown>;
  readonly statement?: SqlCondition;
}

export interface Timing {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Runs before the ones that count: plans, caches and the compiler settle. */
const WARM_UP_RUNS = 3;

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

/** Measures cases in turns, one run of each at a time, so that a busy moment of the machine falls on all of them. */
export async function measure(cases: readonly Case[], runs: number): Promise<Timing[]> {
  const times = cases.map(() => [] as number[]);
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    for (const [index, one] of cases.entries()) {
      const ms = await timed(one.run);
      if (run >= 0) times[index]?.push(ms);
    }
  }
  return cases.map(({ name }, index) => {
    const sorted = [...(times[index] ?? [])].sort((left, right) => left - right);
    return { name, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: sorted.at(-1) ?? Number.NaN };
  });
}

/** One line of a report. */
export function timingLine({ name, p50, p95, max }: Timing): string {
  const ms = (value: number) => value.toFixed(1).padStart(8);
  return `${name.padEnd(46)}${ms(p50)}${ms(p95)}${ms(max)}`;
}

export const timingHead = `${"ms".padEnd(46)}${"p50".padStart(8)}${"p95".padStart(8)}${"max".padStart(8)}`;

/** The plan of a statement with what it really did. */
export async function explain({ text, values }: SqlCondition): Promise<string> {
  const { rows } = await pool().query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, [...values]);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}
