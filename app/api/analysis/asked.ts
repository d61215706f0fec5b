/** What the routes of analysis share: reading filter and question from the address, and answers kept while nothing changes. */
import { stored } from "@/app/api/stored";
import { parseQuestion, questionNames } from "@/lib/analysis/question";
import { type Report, reportOf, type SurfaceReport, surfaceReport } from "@/lib/analysis/report";
import type { Question } from "@/lib/analysis/results";
import type { AnalysisRow } from "@/lib/analysis/row";
import { type AnalysisSet, AnalysisTooLarge, readAnalysis } from "@/lib/db/analysis-rows";
import { deskSource, env } from "@/lib/env";
import { jsonError } from "@/lib/http/respond";
import { type LabFilter, parseLabFilter, type UnknownParameter } from "@/lib/lab/filter";

/** A request understood. */
export interface Asked {
  readonly filter: LabFilter;
  readonly question: Question;
  /** Parameters ignored, with what would have been understood. */
  readonly unknown: readonly UnknownParameter[];
}

/** @param own further names the route reads itself */
export function askedOf(url: string, own: readonly string[] = []): Asked {
  const params = new URL(url, "http://localhost").searchParams;
  const { question, unknown } = parseQuestion(params);
  const parsed = parseLabFilter(params, deskSource(env()), new Set([...questionNames, ...own]));
  return { filter: parsed.filter, question, unknown: [...parsed.unknown, ...unknown] };
}

/** Runs a handler with the signals a filter means; too many signals and a database that is away are answered in words. */
export function withSignals(asked: Asked, handler: (set: AnalysisSet) => Response): Promise<Response> {
  return stored(async () => {
    try {
      return handler(await readAnalysis(asked.filter));
    } catch (cause) {
      if (cause instanceof AnalysisTooLarge) return jsonError(503, "TOO_MANY_SIGNALS", cause.message);
      throw cause;
    }
  });
}

/** What stands beside every answer: which signals it is made from, and which not. */
export function setJson({ filter, question, unknown }: Asked, set: AnalysisSet): Readonly<Record<string, unknown>> {
  const { excluded, otherSources, generation } = set;
  return { source: filter.source, question, unknown, excluded, otherSources, generation };
}

/** Answers kept for one set of rows, some 0.2 MB each. Policy past it: the oldest is made again when somebody asks. */
const answersKeptMax = 24;
/** Answers about the same rows are kept as long as the rows are: several readers and their reloads cost one computation. */
const reports = new WeakMap<readonly AnalysisRow[], Map<string, unknown>>();

function keptFor<T>(rows: readonly AnalysisRow[], key: string, make: () => T): T {
  let kept = reports.get(rows);
  if (kept === undefined) {
    kept = new Map();
    reports.set(rows, kept);
  }
  const known = kept.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  const oldest = kept.keys().next();
  if (kept.size >= answersKeptMax && oldest.done !== true) kept.delete(oldest.value);
  kept.set(key, made);
  return made;
}

/** The report of these rows. */
export function reportFor(rows: readonly AnalysisRow[], question: Question): Report {
  const { variant, target, unit } = question;
  return keptFor(rows, `report ${variant} ${target} ${unit}`, () => reportOf(rows, question));
}

/** The surface of these rows. */
export function surfaceFor(rows: readonly AnalysisRow[], { split }: Question): SurfaceReport {
  return keptFor(rows, `surface ${split}`, () => surfaceReport(rows, split));
}
