/** One page in Chromium as a reader would have it: its trace over a while, and its heap after the browser has cleaned up. */
import type { CDPSession, Page } from "@playwright/test";
import type { TraceEvent } from "./frames";

const categories = ["disabled-by-default-devtools.timeline", "disabled-by-default-devtools.timeline.frame"];

/** The browser's trace of `ms` from now on. `browserSession` is one of the whole browser. */
export async function traced(browserSession: CDPSession, page: Page, ms: number): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void => {
    events.push(...(value as TraceEvent[]));
  };
  browserSession.on("Tracing.dataCollected", collect);
  await browserSession.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories, recordMode: "recordContinuously" },
  });
  await page.waitForTimeout(ms);
  const complete = new Promise<void>((resolve) => {
    browserSession.once("Tracing.tracingComplete", () => resolve());
  });
  await browserSession.send("Tracing.end");
  await complete;
  browserSession.off("Tracing.dataCollected", collect);
  return events;
}

/** Bytes the page's script holds once everything unreachable is gone. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}
