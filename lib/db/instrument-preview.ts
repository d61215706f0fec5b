/**
 * What a change of an instrument would do, read and not written: each value before and after in words, what it takes hold
 * of, and what lives on the instrument now. Knows no page.
 */
import { pool } from "@/lib/db/client";
import { type InstrumentChange, type InstrumentState, planInstrument } from "@/lib/db/instrument-changes";
import type { Refusal } from "@/lib/db/rolls";
import { inTransaction } from "@/lib/db/transaction";
import { readRollRule, ruleText } from "@/lib/market/roll-rule";
import { CONFIG_FIELDS, configText, configWords, profileText } from "@/lib/signal/config-fields";

/** One value that would change. */
export interface ValueChange {
  readonly label: string;
  /** Null for a root that is new. */
  readonly before: string | null;
  readonly after: string;
  /** What it takes hold of. */
  readonly effect: string;
}

export interface InstrumentPreview {
  readonly ok: true;
  readonly changes: readonly ValueChange[];
  /** Signals that wait and trades that are open on its contracts. */
  readonly pending: number;
  readonly open: number;
}

const plain: readonly (readonly [keyof InstrumentState, string, string])[] = [
  ["name", "Name", "What people read."],
  ["venue", "Market", "What people read."],
  ["tickSize", "Tick size", "Every price of the root; possible only while none is recorded."],
  ["pointValue", "Point value", "Amounts in dollars."],
  ["currency", "Currency", "What the point value and amounts are counted in."],
  ["sessionTemplate", "Hours", "Signals and halts judged from then on; what is judged stays as it is."],
];

/** A value of the configuration as it holds: set here, else the profile's. */
function effective({ profile, config }: InstrumentState, key: (typeof CONFIG_FIELDS)[number]["key"]): string {
  return config[key] === undefined ? profileText(profile, key) : configText(config[key]);
}

function changesOf(before: InstrumentState | undefined, after: InstrumentState): ValueChange[] {
  const changes: ValueChange[] = [];
  const add = (label: string, of: (state: InstrumentState) => string, effect: string): void => {
    const change = { label, before: before === undefined ? null : of(before), after: of(after), effect };
    if (change.before !== change.after) changes.push(change);
  };
  for (const [key, label, effect] of plain) add(label, (state) => String(state[key]), effect);
  add("Spellings", ({ aliases }) => aliases.join(", ") || "none", "Alerts received from then on.");
  add("Roll rule", ({ rollRule }) => ruleText(readRollRule(rollRule)), "Rolls to come; those made stay.");
  add("Profile", ({ profile }) => profile, "Everything below that is not set here.");
  for (const field of CONFIG_FIELDS) {
    add(field.label, (state) => configWords(field, effective(state, field.key)), field.effect);
  }
  return changes;
}

/** Says what a change would do, or why it is refused. */
export async function previewInstrument(
  root: string,
  change: InstrumentChange,
  isNew: boolean,
): Promise<InstrumentPreview | Refusal> {
  const plan = await inTransaction((connection) => planInstrument(connection, root, change, isNew));
  if (!plan.ok) return plan;
  const { rows } = await pool().query<{ pending: number; open: number }>(
    `SELECT count(*) FILTER (WHERE status IN ('PENDING', 'CONFIRMED'))::int AS pending,
        count(*) FILTER (WHERE status = 'ACTIVE')::int AS open
      FROM signals WHERE root = $1 AND status IN ('PENDING', 'CONFIRMED', 'ACTIVE')`,
    [root],
  );
  return { ok: true, changes: changesOf(plan.before, plan.after), ...(rows[0] ?? { pending: 0, open: 0 }) };
}
