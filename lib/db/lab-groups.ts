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
import { legLabels } from "@/lib/lab/words";
import { outcomeOf, type TradeResult, type Variant } from "@/lib/trade/statistics";
import type { LegStatus } from "@/lib/trade/types";

/** Entries of a group that ended alike. */
interface Alike {
  readonly group: string | null;
  readonly n: string;
  /** Column `ending` of lab_entries. */
  readonly ending: string;
  /** Sums of the extremes in R; null when none has one. */
  readonly mfe: number | null;
  readonly be_mfe: number | null;
}

/** An ending, as `endingOf` reads it. Risk and fills are known where they decide the result: after a roll or a close by hand. */
interface Ending {
  readonly bits: number;
  readonly result: TradeResult | null;
}

const endingBits = { confirmed: 1, cancelled: 2, excluded: 4, trades: 8, closed: 16 } as const;

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

const legs: ReadonlySet<string> = new Set(legLabels.keys());

function isLeg(word: string | undefined): word is LegStatus {
  return word !== undefined && legs.has(word);
}

/**
 * Reads what the function lab_ending writes: bits, legs, risk, fill of each leg. Extremes do not decide a trade run to its
 * stop. Throws when a leg has a word of its own.
 */
function endingOf(text: string): Ending {
  const [bits, beLeg, noBeLeg, ...distances] = text.split(" ");
  if (beLeg === undefined) return { bits: Number(bits), result: null };
  if (!isLeg(beLeg) || !isLeg(noBeLeg)) throw new Error(`ending: expected two legs, got ${text}`);
  const [risk, beRealized, noBeRealized] = distances.map((word) => (word === "-" ? null : Number(word)));
  const known = { risk: risk ?? 1, beRealized: beRealized ?? null, noBeRealized: noBeRealized ?? null };
  const rest = { beMfe: 0, noBeMfe: 0, beTriggered: false, closedAt: null };
  return { bits: Number(bits), result: { ...known, ...rest, beLeg, noBeLeg } };
}

/** A rejected review keeps its row in the list and stays out of every statistic (methodology 9.2). */
function add(sum: Sum, alike: Alike, ending: Ending): void {
  const n = Number(alike.n);
  const is = (name: keyof typeof endingBits): boolean => (ending.bits & endingBits[name]) !== 0;
  sum.n += n;
  for (const name of ["confirmed", "cancelled", "excluded", "trades"] as const) if (is(name)) sum[name] += n;
  if (is("excluded")) return;
  if (is("closed")) {
    sum.closed += n;
    sum.mfe += alike.mfe ?? 0;
    sum.beMfe += alike.be_mfe ?? 0;
  }
  const { result } = ending;
  if (result === null) return;
  for (const variant of ["be", "no-be"] as const) {
    const outcome = outcomeOf(result, variant, null);
    if (typeof outcome !== "number") continue;
    sum.totalR[variant] += outcome * n;
    sum.resolved[variant] += n;
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

/**
 * The statement behind `readLabGroups`: one look at each entry, told apart by its group and its ending. Only the groups are
 * put in order and named; inside, `lab_entries` is the table, outside the counts of it.
 */
export function groupsStatement(filter: LabFilter, group: LabGroup | null): SqlCondition {
  const { text, values } = labCondition(filter);
  const column = group === null ? null : groupColumn(group);
  const [named, selected] = column === null ? ["NULL::text", ""] : [`${column}::text`, `${column}, `];
  const sorted = group === null ? "" : `ORDER BY ${orderBy([groupKey(group)])}`;
  return {
    text: `SELECT ${named} AS "group", n, ending, mfe, be_mfe FROM (
        SELECT ${selected}lab_entries.ending, count(*) AS n,
          sum(lab_entries.no_be_mfe_ticks::float8 / lab_entries.risk_ticks) AS mfe,
          sum(lab_entries.be_mfe_ticks::float8 / lab_entries.risk_ticks) AS be_mfe
        FROM lab_entries WHERE ${text} GROUP BY ${selected}lab_entries.ending
      ) AS lab_entries ${sorted}`,
    values,
  };
}

/** Subtotals of a filter by group, in the order of the grouped list, and their total. */
export async function readLabGroups(
  filter: LabFilter,
  group: LabGroup | null,
): Promise<{ readonly groups: readonly LabSubtotal[]; readonly total: LabSubtotal }> {
  const { text, values } = groupsStatement(filter, group);
  const { rows } = await pool().query<Alike>(text, [...values]);
  const total = emptySum();
  const sums = new Map<string | null, Sum>();
  for (const alike of rows) {
    const sum = sums.get(alike.group) ?? emptySum();
    sums.set(alike.group, sum);
    const ending = endingOf(alike.ending);
    add(sum, alike, ending);
    add(total, alike, ending);
  }
  const groups = group === null ? [] : [...sums].map(([name, sum]) => subtotal(name, sum));
  return { groups, total: subtotal(null, total) };
}
