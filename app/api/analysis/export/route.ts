/**
 * GET /api/analysis/export?figure=…: one figure as CSV, exactly the rows the page shows of it. The lines above the table say
 * what it was made from. Parameters as GET /api/analysis, and `figure` (lib/analysis/tables.ts).
 */
import { type Asked, askedOf, reportFor, surfaceFor, withSignals } from "@/app/api/analysis/asked";
import { type Figure, type FigureTable, figures, targetWords, unitWords } from "@/lib/analysis/figures";
import { reportTable, surfaceTable } from "@/lib/analysis/tables";
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import type { AnalysisSet } from "@/lib/db/analysis-rows";
import { deskSource, env } from "@/lib/env";
import { csvLine } from "@/lib/http/csv";
import { jsonError } from "@/lib/http/respond";
import { filterChips } from "@/lib/lab/filter-chips";

export const dynamic = "force-dynamic";

function tableFor(figure: Figure, { question }: Asked, { rows }: AnalysisSet): FigureTable {
  return figure === "surface"
    ? surfaceTable(surfaceFor(rows, question))
    : reportTable(figure, reportFor(rows, question), question);
}

function csvOf(table: FigureTable, asked: Asked, set: AnalysisSet): string {
  const { question, filter } = asked;
  const chips = filterChips({ ...filter, deleted: "no" }, deskSource(env())).map(
    ({ label, text }) => `${label}: ${text}`,
  );
  const { rejected, deleted } = set.excluded;
  return [
    csvLine(["Excursion", table.title]),
    csvLine(["filter", chips.join("; ")]),
    csvLine(["variant", question.variant, "target", targetWords(question.target), "unit", unitWords[question.unit]]),
    csvLine(["not counted", `${rejected} rejected in review, ${deleted} deleted`]),
    csvLine([
      "zone",
      "dates and hours America/New_York, instants UTC",
      "made at",
      new Date(systemClock.now()).toISOString(),
    ]),
    csvLine(table.columns),
    ...table.rows.map(csvLine),
  ].join("");
}

export const GET = withRole("GET /api/analysis/export", (request) => {
  const name = new URL(request.url).searchParams.get("figure") ?? "";
  const figure = figures.find((one) => one === name);
  if (figure === undefined) {
    return jsonError(
      400,
      "BAD_FIGURE",
      `figure: expected one of ${figures.join(", ")}, got ${JSON.stringify(name.slice(0, 40))}.`,
    );
  }
  const asked = askedOf(request.url, ["figure"]);
  return withSignals(
    asked,
    (set) =>
      new Response(csvOf(tableFor(figure, asked, set), asked, set), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="excursion-${figure.toLowerCase()}.csv"`,
          "cache-control": "no-store",
        },
      }),
  );
});
