/**
 * GET /api/lab/export?format=csv|json: every entry of the filter in the order of the list, as a file, streamed.
 * `columns` chooses columns, else all. Nothing is cut: a file that could not be finished breaks off with an error.
 */
import { withRole } from "@/lib/auth/guard";
import { systemClock } from "@/lib/clock";
import { EXPORTS_AT_ONCE_MAX, exportRows, takeExportPlace } from "@/lib/db/lab-export";
import { deskSource, env } from "@/lib/env";
import { csvExport, exportColumns, jsonExport } from "@/lib/http/lab-export";
import { labQuery } from "@/lib/http/lab-query";
import { jsonError } from "@/lib/http/respond";
import { labFilterParams } from "@/lib/lab/filter";
import { filterChips } from "@/lib/lab/filter-chips";
import { setListParams } from "@/lib/lab/list-params";
import { newYorkDate } from "@/lib/market/session";

export const dynamic = "force-dynamic";

const types = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

function isFormat(text: string): text is keyof typeof types {
  return text in types;
}

function busy(): Response {
  const words = `${EXPORTS_AT_ONCE_MAX} exports are running, which is the most. Try again soon.`;
  const response = jsonError(503, "BUSY", words);
  response.headers.set("retry-after", "5");
  return response;
}

export const GET = withRole("GET /api/lab/export", (request) => {
  const params = new URL(request.url).searchParams;
  const format = params.get("format") ?? "csv";
  if (!isFormat(format)) return jsonError(400, "BAD_QUERY", `format: expected csv or json, got ${format.slice(0, 20)}`);
  const { filter, list } = labQuery(params, ["format"]);
  const desk = deskSource(env());
  // The file names its source even where the address would not.
  const query = labFilterParams(filter, "backfill");
  setListParams(query, list);
  const at = systemClock.now();
  const head = { at, query: query.toString(), chips: filterChips(filter, desk), columns: exportColumns(list.columns) };
  const leave = takeExportPlace();
  if (leave === null) return busy();
  const rows = exportRows(filter, list.order, list.group);
  const source = format === "csv" ? csvExport(head, rows) : jsonExport(head, rows);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done !== true) return controller.enqueue(encoder.encode(value));
        leave();
        controller.close();
      } catch (error) {
        leave();
        throw error;
      }
    },
    async cancel() {
      await source.return(undefined).finally(leave);
    },
  });
  const name = `excursion-signals-${filter.source}-${newYorkDate(at)}.${format}`;
  return new Response(body, {
    headers: {
      "content-type": types[format],
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
});
