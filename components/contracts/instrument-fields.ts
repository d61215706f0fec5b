/** What the form of an instrument shows and sends. Pure: fields in, the route's content out. */
import type { StoredRollRule } from "@/lib/market/roll-rule";

export interface ShownInstrument {
  readonly root: string;
  readonly name: string;
  readonly venue: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly active: boolean;
  readonly aliases: readonly string[];
  readonly rollRule: StoredRollRule;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A form for another root begins with this. */
export const blankInstrument: ShownInstrument = {
  ...{ root: "", name: "", venue: "XCME", tickSize: "", pointValue: "", active: true, aliases: [] },
  ...{ rollRule: { kind: "monday" }, config: {} },
};

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Form fields to what the route takes. */
export function contentOf(
  fields: Readonly<Record<string, string>>,
  before: Readonly<Record<string, unknown>>,
  isNew: boolean,
): unknown {
  const { root, name, venue, tickSize, pointValue, aliases = "", stop = "" } = fields;
  const { stopBufferPoints: _, ...config } = before;
  return {
    ...(isNew ? { root } : {}),
    ...{ name, venue, tickSize, pointValue },
    aliases: listOf(aliases),
    rollRule: ruleOf(fields),
    config: stop.trim() === "" ? config : { ...config, stopBufferPoints: stop.trim() },
  };
}

function ruleOf({ rule = "monday", days = "", dates = "" }: Readonly<Record<string, string>>): unknown {
  if (rule === "days-before") return { kind: rule, days: Number(days) };
  if (rule !== "fixed") return { kind: rule };
  return { kind: rule, dates: Object.fromEntries(listOf(dates).map((pair) => pair.split("="))) };
}
