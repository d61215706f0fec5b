/** Answers of the analysis routes as the page reads them. Both ends come from one build. */
import type { Listed } from "@/lib/analysis/listed";
import type { Report, SurfaceReport } from "@/lib/analysis/report";
import type { Question } from "@/lib/analysis/results";
import type { UnknownParameter } from "@/lib/lab/filter";
import type { TickSource } from "@/lib/market/types";

interface Common {
  readonly source: TickSource;
  readonly question: Question;
  readonly unknown: readonly UnknownParameter[];
  readonly excluded: { readonly rejected: number; readonly deleted: number };
  readonly otherSources: readonly { readonly source: TickSource; readonly signals: number }[];
}

export interface ReportAnswer extends Common {
  readonly report: Report;
}

export interface SurfaceAnswer extends Common {
  readonly surface: SurfaceReport;
}

export interface TradesAnswer extends Common {
  readonly total: number;
  readonly trades: readonly Listed[];
}
