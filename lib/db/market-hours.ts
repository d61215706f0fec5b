/**
 * Opening hours as stored: templates, and the vendor's word per root and date. Reads and writes rows; what they mean is
 * lib/market/hours.ts.
 */
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import { instant } from "@/lib/db/columns";
import { inTransaction } from "@/lib/db/transaction";
import type { MinuteRange } from "@/lib/market/calendar";
import {
  cmeEquityHours,
  hoursSchema,
  type MarketHours,
  rangesText,
  type SessionTemplate,
  sameRanges,
  templateRanges,
  templateSchema,
} from "@/lib/market/hours";
import type { EpochMs, TradeDate } from "@/lib/market/types";
import { dayNumberOfDate } from "@/lib/market/zone";

/** For a SELECT from `instruments`, with `hoursJoin`: what `storedHours` reads. */
export const hoursColumns = `session_templates.hours AS template, (SELECT jsonb_object_agg(date, ranges ORDER BY date)
  FROM market_days WHERE market_days.root = instruments.root) AS days`;
export const hoursJoin = "JOIN session_templates ON session_templates.name = instruments.session_template";

/** Hours of an instrument; only days that differ from its template are kept. Unreadable rows count as the built-in hours. */
export function storedHours(template: unknown, days: unknown): MarketHours {
  const base = templateSchema.safeParse(template);
  const known = hoursSchema.shape.days.safeParse(days ?? {});
  const weekly: SessionTemplate = base.success ? base.data : cmeEquityHours;
  const differing = Object.entries(known.success ? known.data : {})
    .filter(([date, ranges]) => !sameRanges(ranges, templateRanges(weekly, dayNumberOfDate(date))))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hoursSchema.parse({ ...weekly, days: Object.fromEntries(differing) });
}

/** A day of the vendor that is new or has changed, and differs from the template. */
export interface ChangedDay {
  readonly date: TradeDate;
  readonly ranges: readonly MinuteRange[];
  readonly template: readonly MinuteRange[];
}

/**
 * Keeps the vendor's hours of a root by date. A day that differs from the template, or did until now, is audited.
 * @returns the days that newly differ, or differ in another way than before
 */
export async function saveVendorDays(
  root: string,
  days: ReadonlyMap<TradeDate, readonly MinuteRange[]>,
  now: EpochMs,
): Promise<ChangedDay[]> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ template: unknown }>(
      `SELECT session_templates.hours AS template FROM instruments ${hoursJoin} WHERE root = $1 FOR UPDATE OF instruments`,
      [root],
    );
    const template = templateSchema.parse(rows[0]?.template);
    const stored = await connection.query<{ date: TradeDate; ranges: MinuteRange[] }>(
      "SELECT date, ranges FROM market_days WHERE root = $1 AND date = ANY($2::date[])",
      [root, [...days.keys()]],
    );
    const before = new Map(stored.rows.map((row) => [row.date, row.ranges]));
    const changed: ChangedDay[] = [];
    for (const [date, ranges] of days) {
      const known = before.get(date);
      if (known !== undefined && sameRanges(known, ranges)) continue;
      await connection.query(
        `INSERT INTO market_days (root, date, ranges, fetched_at) VALUES ($1, $2, $3, ${instant("$4")})
          ON CONFLICT (root, date) DO UPDATE SET ranges = excluded.ranges, fetched_at = excluded.fetched_at`,
        [root, date, JSON.stringify(ranges), now],
      );
      const usual = templateRanges(template, dayNumberOfDate(date));
      const differs = !sameRanges(ranges, usual);
      if (differs) changed.push({ date, ranges, template: usual });
      if (!differs && (known === undefined || sameRanges(known, usual))) continue;
      await audit(connection, {
        ...{ actor: "system", action: "hours.by_vendor", target: `instrument:${root}` },
        before: { date, hours: rangesText(known ?? usual) },
        after: { date, hours: rangesText(ranges) },
      });
    }
    await connection.query(
      `UPDATE market_days SET fetched_at = ${instant("$3")} WHERE root = $1 AND date = ANY($2::date[])`,
      [root, [...days.keys()], now],
    );
    return changed;
  });
}

/** Hours of the active roots. */
export async function readActiveHours(): Promise<ReadonlyMap<string, MarketHours>> {
  const { rows } = await pool().query<{ root: string; template: unknown; days: unknown }>(
    `SELECT root, ${hoursColumns} FROM instruments ${hoursJoin} WHERE active ORDER BY root`,
  );
  return new Map(rows.map(({ root, template, days }) => [root, storedHours(template, days)]));
}
