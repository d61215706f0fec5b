/**
 * Subtotals of a grouped list and of the whole filter. SQL counts trades that ended alike, the shared function says what such
 * an end is worth (lib/trade/statistics.ts, methodology 9.3), so a subtotal is the number every other page shows.
 */
import { pool } from "@/lib/db/client";
import { orderBy } from "@/lib/db/keyset";
import { labCondition, type SqlCondition } from "@/lib/db/lab-filter";
import { groupColumn, groupKey } from "@/lib/db/lab-list";
import type { LabGroup } from "@/lib/lab/columns";
import type { LabFilter } from "@/lib/lab/filter";
import type { LabSubtotal } from "@/lib/lab/subtotal";
import { outcomeOf, type TradeResult, type Variant } from "@/lib/trade/statistics";
import type { LegStatus } from "@/lib/trade/types";

/** Trades of a group that ended alike. */
interface Ending {
  readonly group: string | null;
  readonly n: string;
  readonly confirmed: string;
  readonly cancelled: string;
  readonly excluded: string;
  readonly trades: string;
  readonly closed: string;
  readonly mfe: number | null;
  readonly be_mfe: number | null;
  readonly be_leg: LegStatus | null;
  readonly no_be_leg: LegStatus | null;
  readonly risk: number | null;
  readonly be_realized: number | null;
  readonly no_be_realized: number | null;
  readonly counted: string;
}

/**
 * A rejected review keeps its row in the list and stays out of every statistic (methodology 9.2).
 * Risk and fill only tell endings apart where they decide the result: after a roll or a close by hand.
 */
const endingsSql = (group: string, where: string, order: string) => `SELECT ${group} AS "group",
    count(*) AS n, count(*) FILTER (WHERE confirmed_at IS NOT NULL AND cancelled_at IS NULL) AS confirmed,
    count(*) FILTER (WHERE cancelled_at IS NOT NULL) AS cancelled, count(*) FILTER (WHERE review_status = 'rejected') AS excluded,
    count(entry_at) AS trades, count(closed_at) FILTER (WHERE review_status <> 'rejected') AS closed,
    sum(no_be_mfe_ticks::float8 / risk_ticks) FILTER (WHERE closed_at IS NOT NULL AND review_status <> 'rejected') AS mfe,
    sum(be_mfe_ticks::float8 / risk_ticks) FILTER (WHERE closed_at IS NOT NULL AND review_status <> 'rejected') AS be_mfe,
    count(entry_at) FILTER (WHERE review_status <> 'rejected') AS counted, be_leg, no_be_leg,
    CASE WHEN 'OTHER' IN (be_leg, no_be_leg) THEN risk_ticks END AS risk,
    CASE be_leg WHEN 'OTHER' THEN be_realized_ticks END AS be_realized,
    CASE no_be_leg WHEN 'OTHER' THEN no_be_realized_ticks END AS no_be_realized
  FROM lab_entries WHERE ${where}
  GROUP BY 1, be_leg, no_be_leg, risk, be_realized, no_be_realized ORDER BY ${order}`;

interface Sum {
  n: number;
  confirmed: number;
  cancelled: number;
  excluded: number;
  trades: number;
  closed: number;
  mfe: number;
  beMfe: number;
  totalR: Record<Variant, number>;
  resolved: Record<Variant, number>;
}

function emptySum(): Sum {
  const counts = { n: 0, confirmed: 0, cancelled: 0, excluded: 0, trades: 0, closed: 0, mfe: 0, beMfe: 0 };
  return { ...counts, totalR: { be: 0, "no-be": 0 }, resolved: { be: 0, "no-be": 0 } };
}

/** What statistics need of trades that ended alike; extremes do not decide a trade run to its stop. */
function resultOf(ending: Ending): TradeResult | null {
  const { be_leg: beLeg, no_be_leg: noBeLeg } = ending;
  if (beLeg === null || noBeLeg === null) return null;
  const distances = { risk: ending.risk ?? 1, beRealized: ending.be_realized, noBeRealized: ending.no_be_realized };
  return { ...distances, beLeg, noBeLeg, beMfe: 0, noBeMfe: 0, beTriggered: false, closedAt: null };
}

function add(sum: Sum, ending: Ending): void {
  for (const name of ["n", "confirmed", "cancelled", "excluded", "trades", "closed"] as const) {
    sum[name] += Number(ending[name]);
  }
  sum.mfe += ending.mfe ?? 0;
  sum.beMfe += ending.be_mfe ?? 0;
  const result = resultOf(ending);
  if (result === null) return;
  for (const variant of ["be", "no-be"] as const) {
    const outcome = outcomeOf(result, variant, null);
    if (typeof outcome !== "number") continue;
    sum.totalR[variant] += outcome * Number(ending.counted);
    sum.resolved[variant] += Number(ending.counted);
  }
}

function subtotal(group: string | null, sum: Sum): LabSubtotal {
  const { n, confirmed, cancelled, excluded, trades, closed } = sum;
  const mean = (total: number) => (closed === 0 ? null : total / closed);
  const total = (variant: Variant) => (sum.resolved[variant] === 0 ? null : sum.totalR[variant]);
  const means = { avgNoBeMfe: mean(sum.mfe), avgBeMfe: mean(sum.beMfe) };
  return {
    ...{ group, n, confirmed, cancelled, excluded, trades, closed },
    ...means,
    totalRNoBe: total("no-be"),
    totalRBe: total("be"),
  };
}

/** The statement behind `readLabGroups`. */
export function groupsStatement(filter: LabFilter, group: LabGroup | null): SqlCondition {
  const { text, values } = labCondition(filter);
  const order = group === null ? [] : [groupKey(group)];
  const named = group === null ? "NULL::text" : `${groupColumn(group)}::text`;
  const grouped = order.map(({ sql, ...rest }) => ({ ...rest, sql: `min(${sql})` }));
  const sorted = [...(grouped.length > 0 ? [orderBy(grouped)] : []), "1"].join(", ");
  return { text: endingsSql(named, text, sorted), values };
}

/** Subtotals of a filter by group, in the order of the grouped list, and their total. */
export async function readLabGroups(
  filter: LabFilter,
  group: LabGroup | null,
): Promise<{ readonly groups: readonly LabSubtotal[]; readonly total: LabSubtotal }> {
  const { text, values } = groupsStatement(filter, group);
  const { rows } = await pool().query<Ending>(text, [...values]);
  const total = emptySum();
  const sums = new Map<string | null, Sum>();
  for (const ending of rows) {
    const sum = sums.get(ending.group) ?? emptySum();
    sums.set(ending.group, sum);
    add(sum, ending);
    add(total, ending);
  }
  const groups = group === null ? [] : [...sums].map(([name, sum]) => subtotal(name, sum));
  return { groups, total: subtotal(null, total) };
}
