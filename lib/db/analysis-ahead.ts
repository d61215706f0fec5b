/**
 * The first look of analysis reads every signal. It is made when the web server starts, so that no person waits for it; the
 * pages of the desk are answered in between, because rows come a few thousand at a time.
 */
import { readAnalysis } from "@/lib/db/analysis-rows";
import { deskSource, env } from "@/lib/env";
import { everything } from "@/lib/lab/filter";
import { createLog } from "@/lib/log";

/** Starts the first look and returns at once. A failure is logged: the look is made again when somebody asks. */
export function readAnalysisAhead(): void {
  const log = createLog("analysis", env().LOG_LEVEL);
  readAnalysis(everything(deskSource(env()))).then(
    ({ rows }) => log.info({ signals: rows.length }, "signals for statistics are in memory"),
    (cause: unknown) => log.warn({ err: cause }, "signals for statistics could not be read ahead"),
  );
}
