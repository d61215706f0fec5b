/**
 * Templates of opening hours by an admin: made, changed, each in one transaction with its audit entry. The built-in one is
 * the calendar of the methodology and of replays: it is read, never changed.
 */
import { audit } from "@/lib/db/audit";
import { pool } from "@/lib/db/client";
import type { Changed } from "@/lib/db/instrument-changes";
import type { Author } from "@/lib/db/rolls";
import { inTransaction } from "@/lib/db/transaction";
import { builtInTemplate, rangesText, type SessionTemplate, templateSchema, WEEKDAYS } from "@/lib/market/hours";
import type { EpochMs, TradeDate } from "@/lib/market/types";

/** Templates there can be. Policy past it: refused. */
export const templatesMax = 50;

/** A template and who uses it. */
export interface StoredTemplate {
  readonly name: string;
  readonly title: string;
  readonly hours: SessionTemplate;
  readonly roots: readonly string[];
  readonly builtIn: boolean;
}

/** A day of the vendor's schedule, and whether it stands against the template. */
export interface VendorDay {
  readonly root: string;
  readonly date: TradeDate;
  readonly ranges: SessionTemplate["weekly"][number];
  readonly fetchedAt: EpochMs;
}

/** All templates, the built-in one first. */
export async function readTemplates(): Promise<StoredTemplate[]> {
  const { rows } = await pool().query<{ name: string; title: string; hours: unknown; roots: string[] }>(
    `SELECT name, title, hours, ARRAY(SELECT root FROM instruments WHERE session_template = session_templates.name
        ORDER BY root) AS roots
      FROM session_templates ORDER BY name <> $1, title`,
    [builtInTemplate],
  );
  return rows.map((row) => ({ ...row, hours: templateSchema.parse(row.hours), builtIn: row.name === builtInTemplate }));
}

/** Days from `from` on for which the vendor has spoken, by root and date. */
export async function readVendorDays(from: TradeDate): Promise<VendorDay[]> {
  const { rows } = await pool().query<Omit<VendorDay, "fetchedAt"> & { fetched: string }>(
    `SELECT root, date, ranges, round(extract(epoch FROM fetched_at) * 1000)::bigint AS fetched FROM market_days
      WHERE date >= $1 ORDER BY date, root`,
    [from],
  );
  return rows.map(({ fetched, ...row }) => ({ ...row, fetchedAt: Number(fetched) }));
}

/** What an admin says of a template. */
export interface TemplateChange {
  readonly title: string;
  readonly hours: SessionTemplate;
}

/** Makes a template (`isNew`) or changes one. Who uses it is judged by the new hours from then on. */
export async function saveTemplate(
  name: string,
  { title, hours }: TemplateChange,
  isNew: boolean,
  author: Author,
): Promise<Changed> {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(name)) {
    return { ok: false, field: "name", message: `Expected a name such as comex-metals, got ${name}.` };
  }
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ title: string; hours: SessionTemplate }>(
      "SELECT title, hours FROM session_templates WHERE name = $1 FOR UPDATE",
      [name],
    );
    const [before] = rows;
    if (isNew && before !== undefined) return { ok: false, field: "name", message: `There are hours named ${name}.` };
    if (!isNew && before === undefined) return { ok: false, field: "name", message: `No hours are named ${name}.` };
    if (name === builtInTemplate) {
      return { ok: false, field: "name", message: "These hours are the methodology's: make others beside them." };
    }
    const { rows: counted } = await connection.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM session_templates",
    );
    if (isNew && (counted[0]?.count ?? 0) >= templatesMax) {
      return { ok: false, field: "name", message: `Expected at most ${templatesMax} sets of hours.` };
    }
    await connection.query(
      `INSERT INTO session_templates (name, title, hours) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET title = excluded.title, hours = excluded.hours`,
      [name, title, JSON.stringify(hours)],
    );
    await audit(connection, {
      ...author,
      ...{ action: isNew ? "hours.added" : "hours.changed", target: `hours:${name}` },
      ...(before === undefined ? {} : { before: wordsOf(before) }),
      after: wordsOf({ title, hours }),
    });
    return { ok: true };
  });
}

function wordsOf({ title, hours }: TemplateChange): Record<string, string> {
  const days = hours.weekly.map((ranges, index) => [WEEKDAYS[index] ?? "", rangesText(ranges)] as const);
  return { title, holidays: hours.holidays, ...Object.fromEntries(days) };
}
