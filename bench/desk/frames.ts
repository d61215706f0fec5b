/**
 * What a browser's own trace says of its frames: how long the page's main thread worked between two frames, how far apart
 * frames were, and which tasks were long. Pure: trace events in, numbers out.
 */

/** The part of a trace event that is read. Times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of it: what `dur` would be had the thread not waited for a processor. */
  readonly tdur?: number;
}

export interface FrameReport {
  readonly frames: number;
  /** Main thread work per frame, ms, ascending. */
  readonly work: readonly number[];
  /** The same in processor time: other programs of the machine do not stretch it. */
  readonly cpu: readonly number[];
  /** Time between frames, ms, ascending. */
  readonly intervals: readonly number[];
  /** Tasks of the page longer than 50 ms. */
  readonly longTasks: number;
  /** Share of time the main thread worked. */
  readonly busy: number;
}

/** A task longer than this delays what the reader does (the browser's own limit), ms. */
const longTaskMs = 50;
const frameName = "BeginMainThreadFrame";
const taskName = "RunTask";

/** Value at share `q` of ascending values; 0 when there are none. */
export function quantile(ascending: readonly number[], q: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * q))] ?? 0;
}

/** The thread with the most frames: the page's. */
function pageThread(events: readonly TraceEvent[]): string | null {
  const counts = new Map<string, number>();
  for (const { name, pid, tid } of events) {
    if (name === frameName) counts.set(`${pid}.${tid}`, (counts.get(`${pid}.${tid}`) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Summary of a trace; null when it holds no two frames. */
export function frameReport(events: readonly TraceEvent[]): FrameReport | null {
  const thread = pageThread(events);
  const own = events.filter(({ pid, tid }) => `${pid}.${tid}` === thread).sort((a, b) => a.ts - b.ts);
  const begins = own.filter(({ name }) => name === frameName).map(({ ts }) => ts);
  const tasks = own.filter(({ name, ph }) => name === taskName && ph === "X");
  const [first, last] = [begins[0], begins.at(-1)];
  if (first === undefined || last === undefined || begins.length < 2) return null;
  const work = new Array<number>(begins.length - 1).fill(0);
  const cpu = [...work];
  let frame = 0;
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    if (ts < first || ts >= last) continue;
    // A task belongs to the frame in whose time it began; the one that draws the frame itself begins just before its mark.
    while (frame < work.length - 1 && ts + dur >= (begins[frame + 1] ?? Number.POSITIVE_INFINITY)) frame += 1;
    work[frame] = (work[frame] ?? 0) + dur / 1000;
    cpu[frame] = (cpu[frame] ?? 0) + tdur / 1000;
  }
  return {
    frames: begins.length - 1,
    work: ascending(work),
    cpu: ascending(cpu),
    intervals: ascending(begins.slice(1).map((ts, index) => (ts - (begins[index] ?? ts)) / 1000)),
    longTasks: tasks.filter(({ dur = 0 }) => dur / 1000 > longTaskMs).length,
    busy: work.reduce((sum, value) => sum + value, 0) / ((last - first) / 1000),
  };
}
