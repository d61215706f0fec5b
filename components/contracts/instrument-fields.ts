/** What the form of an instrument shows and sends. Pure: fields in, the route's content out. */
import type { StoredRollRule } from "@/lib/market/roll-rule";
import type { ProfileName } from "@/lib/signal/config";
import { CONFIG_FIELDS, configValue } from "@/lib/signal/config-fields";

export interface ShownInstrument {
  readonly root: string;
  readonly name: string;
  readonly venue: string;
  readonly tickSize: string;
  readonly pointValue: string;
  readonly currency: string;
  readonly active: boolean;
  readonly aliases: readonly string[];
  readonly rollRule: StoredRollRule;
  readonly profile: ProfileName;
  readonly sessionTemplate: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A form for another root begins with this. */
export const blankInstrument: ShownInstrument = {
  ...{ root: "", name: "", venue: "XCME", tickSize: "", pointValue: "", currency: "USD", active: true, aliases: [] },
  ...{ rollRule: { kind: "monday" }, profile: "spec", sessionTemplate: "cme-equity-index", config: {} },
};

const listOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Form fields to what the routes take. An empty threshold is the profile's. */
export function contentOf(fields: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const { name, venue, tickSize, pointValue, currency, aliases = "", profile, sessionTemplate } = fields;
  const set = CONFIG_FIELDS.flatMap(({ key }) => {
    const text = (fields[`config.${key}`] ?? "").trim();
    return text === "" ? [] : [[key, configValue(key, text)] as const];
  });
  return {
    ...{ name, venue, tickSize, pointValue, currency, profile, sessionTemplate },
    aliases: listOf(aliases),
    rollRule: ruleOf(fields),
    config: Object.fromEntries(set),
  };
}

function ruleOf({ rule = "monday", days = "", dates = "" }: Readonly<Record<string, string>>): unknown {
  if (rule === "days-before") return { kind: rule, days: Number(days) };
  if (rule !== "fixed") return { kind: rule };
  return { kind: rule, dates: Object.fromEntries(listOf(dates).map((pair) => pair.split("="))) };
}
