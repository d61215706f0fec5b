/** What every figure made from the report takes. */
import type { Mark } from "@/lib/analysis/marks";
import type { Report } from "@/lib/analysis/report";
import type { Question } from "@/lib/analysis/results";

export interface FigureProps {
  readonly report: Report;
  readonly question: Question;
  /** Parameters of the routes, for the export. */
  readonly query: string;
  readonly onPick: (mark: Mark) => void;
  readonly className?: string;
}
