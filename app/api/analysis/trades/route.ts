/**
 * GET /api/analysis/trades?mark=…: the trades behind a mark of a figure, newest signal first. Parameters as GET /api/analysis, and
 * `mark` (lib/analysis/marks.ts; without it every trade) and `limit`.
 */
import { askedOf, setJson, withSignals } from "@/app/api/analysis/asked";
import { listed } from "@/lib/analysis/listed";
import { parseMark, rowsBehind } from "@/lib/analysis/marks";
import { withRole } from "@/lib/auth/guard";
import { jsonError, jsonOk } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

/** Lines in one answer, and when none is asked for. Policy: `total` says how many there are. */
const limitMax = 500;
const limitDefault = 100;

export const GET = withRole("GET /api/analysis/trades", (request) => {
  const params = new URL(request.url).searchParams;
  const text = params.get("mark") ?? "all";
  const mark = parseMark(text);
  if (mark === null) {
    return jsonError(
      400,
      "BAD_MARK",
      `mark: expected a mark such as hit:no-be:3 or date:2026-11-20, got ${JSON.stringify(text.slice(0, 60))}.`,
    );
  }
  const limit = Number(params.get("limit") ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    return jsonError(400, "BAD_QUERY", `limit: expected 1 to ${limitMax}.`);
  }
  const asked = askedOf(request.url, ["mark", "limit"]);
  return withSignals(asked, (set) => {
    const rows = rowsBehind(set.rows, mark, asked.question).sort(
      (left, right) => right.signalAt - left.signalAt || left.no - right.no,
    );
    const trades = rows.slice(0, limit).map((row) => listed(row, asked.question));
    return jsonOk({ ...setJson(asked, set), total: rows.length, trades });
  });
});
