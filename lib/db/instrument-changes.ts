/**
 * Changes of instruments and contracts by an admin: each one checked, in one transaction with its audit entry.
 * Refusals name the field at fault. Never changes what is recorded.
 */
import { audit } from "@/lib/db/audit";
import type { Author, Refusal } from "@/lib/db/rolls";
import { type Connection, inTransaction } from "@/lib/db/transaction";
import { lastTradeDate, productOf } from "@/lib/market/contract";
import { builtInTemplate } from "@/lib/market/hours";
import { parseDecimal, priceScale } from "@/lib/market/price";
import type { StoredRollRule } from "@/lib/market/roll-rule";
import { listedRoot } from "@/lib/market/roll-schedule";
import { configSchema, type ProfileName, resolveRules } from "@/lib/signal/config";

/** What an admin may set of an instrument; absent keys stay as they are. */
export interface InstrumentChange {
  readonly name?: string | undefined;
  readonly tickSize?: string | undefined;
  readonly pointValue?: string | undefined;
  /** ISO 4217 code of the point value. */
  readonly currency?: string | undefined;
  readonly venue?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly rollRule?: StoredRollRule | undefined;
  readonly profile?: ProfileName | undefined;
  /** Replaces all overrides of the configuration table. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Name of a stored template (lib/db/session-templates.ts). */
  readonly sessionTemplate?: string | undefined;
  readonly active?: boolean | undefined;
}

export type Changed = { readonly ok: true } | Refusal;

const refuse = (field: string, message: string): Refusal => ({ ok: false, field, message });
/** Roots are short: letters first, as exchanges write them. */
const ROOT = /^[A-Z][A-Z0-9]{0,4}$/;
/** Spellings a root answers to. Policy past it: refused. */
const aliasesMax = 50;
const aliasPattern = /^(?:[A-Z0-9_.]{1,20}:)?[A-Z0-9@/]{1,20}(?:[12]!|#|=F)?$/i;
/** What every amount on the desk is counted in. */
const deskCurrency = "USD";
const uniqueViolation = "23505";

/** An instrument as people set it. */
export interface InstrumentState {
  readonly name: string;
  readonly venue: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly currency: string;
  readonly aliases: readonly string[];
  readonly rollRule: unknown;
  readonly profile: ProfileName;
  readonly sessionTemplate: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly active: boolean;
}

async function readRow(connection: Connection, root: string): Promise<InstrumentState | undefined> {
  const { rows } = await connection.query<InstrumentState>(
    `SELECT name, venue, trim_scale(tick_size)::text AS "tickSize", trim_scale(point_value)::text AS "pointValue",
        currency, tradingview AS aliases, roll_rule AS "rollRule", profile,
        session_template AS "sessionTemplate", config, active FROM instruments WHERE root = $1 FOR UPDATE`,
    [root],
  );
  return rows[0];
}

/** What is wrong with a row, null when nothing is. */
function problemOf(root: string, row: InstrumentState): Refusal | null {
  const product = productOf(root);
  for (const field of ["tickSize", "pointValue"] as const) {
    const read = parseDecimal(row[field]);
    if (read === null || read.mantissa <= 0n)
      return refuse(field, `Expected a decimal number above 0, got ${row[field]}.`);
    const listed = product?.[field];
    if (listed !== undefined && Number(listed) !== Number(row[field])) {
      return refuse(field, `The exchange lists ${root} with ${listed}, got ${row[field]}.`);
    }
  }
  // Totals go over instruments, and the desk has no rates between currencies.
  if (row.currency !== deskCurrency) {
    return refuse("currency", `Amounts of all instruments are added up in ${deskCurrency}; got ${row.currency}.`);
  }
  if (row.aliases.length > aliasesMax) return refuse("aliases", `Expected at most ${aliasesMax} spellings.`);
  const wrong = row.aliases.find((alias) => !aliasPattern.test(alias));
  if (wrong !== undefined) return refuse("aliases", `Expected a spelling such as NQ1! or CME_MINI:NQ1!, got ${wrong}.`);
  const issue = configSchema.safeParse(row.config).error?.issues[0];
  if (issue !== undefined) return refuse(["config", ...issue.path].join("."), `${issue.message}.`);
  const rules = resolveRules(row.profile, row.config, priceScale(row.tickSize));
  if (rules.ok) return null;
  const [first = ""] = rules.errors;
  const named = /^(\w+): (.*)$/.exec(first);
  return named === null ? refuse("config", first) : refuse(`config.${named[1]}`, `${named[2]}.`);
}

async function missingTemplate(connection: Connection, name: string): Promise<Refusal | null> {
  const { rows } = await connection.query("SELECT 1 FROM session_templates WHERE name = $1", [name]);
  return rows.length > 0 ? null : refuse("sessionTemplate", `There are no hours of the name ${name}.`);
}

/** The spelling of `aliases` that another root has already. */
async function takenAlias(connection: Connection, root: string, aliases: readonly string[]): Promise<Refusal | null> {
  const { rows } = await connection.query<{ alias: string; root: string }>(
    `SELECT spelling AS alias, symbol_aliases.root FROM unnest($2::text[]) AS spelling
      JOIN symbol_aliases ON symbol_aliases.key = alias_key(spelling) WHERE symbol_aliases.root <> $1 LIMIT 1`,
    [root, aliases],
  );
  const [taken] = rows;
  return taken === undefined
    ? null
    : refuse("aliases", `${taken.alias} means ${taken.root} already; one spelling means one root.`);
}

async function save(connection: Connection, root: string, row: InstrumentState): Promise<void> {
  await connection.query(
    `INSERT INTO instruments (root, name, venue, tick_size, point_value, tradingview, roll_rule, config, active, profile,
        session_template, currency)
      VALUES ($1, $2, $3, $4::numeric, $5::numeric, $6, $7, $8, $9, $10, $11, $12)
      ON CONFLICT (root) DO UPDATE SET name = excluded.name, venue = excluded.venue, tick_size = excluded.tick_size,
        point_value = excluded.point_value, tradingview = excluded.tradingview, roll_rule = excluded.roll_rule,
        config = excluded.config, active = excluded.active, profile = excluded.profile,
        session_template = excluded.session_template, currency = excluded.currency`,
    [
      ...[root, row.name, row.venue, row.tickSize, row.pointValue, row.aliases],
      ...[JSON.stringify(row.rollRule), JSON.stringify(row.config), row.active, row.profile, row.sessionTemplate],
      row.currency,
    ],
  );
}

/** True once trades of a root are stored: its price grid is then part of the record. */
async function isRecorded(connection: Connection, root: string): Promise<boolean> {
  const { rows } = await connection.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM candles JOIN contracts ON contracts.id = candles.contract_id WHERE root = $1) AS found`,
    [root],
  );
  return rows[0]?.found === true;
}

/** A change that may be saved. */
export interface PlannedChange {
  readonly ok: true;
  /** Undefined for a root that is new. */
  readonly before: InstrumentState | undefined;
  readonly after: InstrumentState;
}

/** Works out what a change would make of an instrument, or why it cannot be. Writes nothing. */
export async function planInstrument(
  connection: Connection,
  root: string,
  change: InstrumentChange,
  isNew: boolean,
): Promise<PlannedChange | Refusal> {
  if (!ROOT.test(root)) return refuse("root", `Expected 1 to 5 capital letters and digits such as GC, got ${root}.`);
  const before = await readRow(connection, root);
  if (isNew && before !== undefined) return refuse("root", `${root} is an instrument already.`);
  if (!isNew && before === undefined) return refuse("root", `${root} is no instrument of this desk.`);
  const blank: InstrumentState = {
    ...{
      name: root,
      venue: "XCME",
      tickSize: "",
      pointValue: "",
      currency: deskCurrency,
      aliases: [`${root}1!`, root],
    },
    ...{ rollRule: { kind: "monday" }, profile: "spec", sessionTemplate: builtInTemplate, config: {}, active: true },
  };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: InstrumentState = { ...(before ?? blank), ...given };
  const problem =
    problemOf(root, after) ??
    (await takenAlias(connection, root, after.aliases)) ??
    (await missingTemplate(connection, after.sessionTemplate));
  if (problem !== null) return problem;
  if (before !== undefined && before.tickSize !== after.tickSize && (await isRecorded(connection, root))) {
    return refuse("tickSize", `Trades of ${root} are recorded with ${before.tickSize}; history is never restated.`);
  }
  return { ok: true, before, after };
}

/** Adds a root (`isNew`) or changes one. Nothing is half saved. */
export async function changeInstrument(
  root: string,
  change: InstrumentChange,
  isNew: boolean,
  author: Author,
): Promise<Changed> {
  try {
    return await inTransaction(async (connection) => {
      const plan = await planInstrument(connection, root, change, isNew);
      if (!plan.ok) return plan;
      const { before, after } = plan;
      await save(connection, root, after);
      const action = isNew ? "instrument.added" : "instrument.changed";
      const target = `instrument:${root}`;
      await audit(connection, {
        ...author,
        action,
        target,
        ...(before === undefined ? {} : { before: { ...before } }),
        after: { ...after },
      });
      return { ok: true };
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === uniqueViolation) {
      return refuse("aliases", "One of these spellings means another root already.");
    }
    throw error;
  }
}

/**
 * Moves the spellings of a micro contract to another root's tape, e.g. MNQ alerts onto NQ's ticks, or back to its own.
 * @param tape root whose tape judges the alerts of `root`
 */
export async function moveAliases(root: string, tape: string, author: Author): Promise<Changed> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{ root: string; aliases: string[] }>(
      "SELECT root, tradingview AS aliases FROM instruments ORDER BY root FOR UPDATE",
    );
    const target = rows.find((row) => row.root === tape);
    if (!rows.some((row) => row.root === root)) return refuse("root", `${root} is no instrument of this desk.`);
    if (target === undefined) return refuse("tape", `${tape} is no instrument of this desk.`);
    const own = productOf(root);
    const parent = own?.parent ?? null;
    if (tape !== root && tape !== parent) {
      return refuse(
        "tape",
        `Expected ${[root, parent].filter(Boolean).join(" or ")}: prices of ${tape} are another market's.`,
      );
    }
    const bare = (alias: string): string => alias.slice(alias.lastIndexOf(":") + 1).toUpperCase();
    const isOwn = (alias: string): boolean => bare(alias) === root || bare(alias).replace(/[12]!$/, "") === root;
    const moved = [...new Set(rows.flatMap((row) => row.aliases.filter(isOwn)))];
    const spellings = moved.length > 0 ? moved : [`${root}1!`, root];
    for (const row of rows.filter((one) => one.root !== tape && one.aliases.some(isOwn))) {
      await connection.query("UPDATE instruments SET tradingview = $2 WHERE root = $1", [
        row.root,
        row.aliases.filter((alias) => !isOwn(alias)),
      ]);
    }
    const after = [...new Set([...target.aliases, ...spellings])];
    await connection.query("UPDATE instruments SET tradingview = $2, active = active OR $3 WHERE root = $1", [
      ...[tape, after, tape === root],
    ]);
    if (tape !== root) await connection.query("UPDATE instruments SET active = false WHERE root = $1", [root]);
    await audit(connection, {
      ...author,
      action: "instrument.tape_chosen",
      target: `instrument:${root}`,
      after: { tape, spellings },
    });
    return { ok: true };
  });
}

/** Sets, with its reason, or takes back (null) the last trading day an admin puts in place of the vendor's. */
export async function overrideLastTradeDate(
  contractId: number,
  date: string | null,
  reason: string,
  author: Author,
): Promise<Changed> {
  return inTransaction(async (connection) => {
    const { rows } = await connection.query<{
      root: string;
      ticker: string;
      month: string;
      last: string;
      vendor: string | null;
      override: string | null;
    }>(
      `SELECT root, ticker, month, last_trade_date AS last, vendor_last_trade_date AS vendor,
          override_last_trade_date AS override FROM contracts WHERE id = $1 FOR UPDATE`,
      [contractId],
    );
    const [contract] = rows;
    if (contract === undefined) return refuse("contract", `Contract ${contractId} is not known.`);
    if (date !== null && reason.trim() === "") return refuse("reason", "Say why, for those who ask later.");
    if (date !== null && Math.abs(Date.parse(date) - Date.parse(`${contract.month}-15`)) > 60 * 86_400_000) {
      return refuse("date", `Expected a day around ${contract.month}, got ${date}.`);
    }
    const rule = lastTradeDate(listedRoot(contract.root).expiry, contract.month);
    const effective = date ?? contract.vendor ?? rule;
    await connection.query(
      `UPDATE contracts SET override_last_trade_date = $2, override_reason = $3, last_trade_date = $4 WHERE id = $1`,
      [contractId, date, date === null ? null : reason.trim(), effective],
    );
    await audit(connection, {
      ...author,
      ...{ action: "contract.last_day_set", target: `contract:${contract.root}:${contract.month}` },
      before: { lastTradeDate: contract.last, override: contract.override },
      after: { lastTradeDate: effective, override: date, reason: reason.trim() },
    });
    return { ok: true };
  });
}
