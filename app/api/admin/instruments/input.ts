/** The fields of an instrument as the forms send them. */
import { z } from "zod";
import { storedRollRule } from "@/lib/market/roll-rule";
import { configSchema } from "@/lib/signal/config";

const decimal = z.string().trim().min(1, "expected a decimal number").max(20);

export const instrumentFields = {
  name: z.string().trim().min(1, "expected a name").max(80).optional(),
  venue: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{4}$/, "expected a market code of four letters such as XCME")
    .optional(),
  tickSize: decimal.optional(),
  pointValue: decimal.optional(),
  currency: z
    .string()
    .trim()
    .regex(/^[A-Z]{3}$/, "expected a currency code of three letters such as USD")
    .optional(),
  aliases: z.array(z.string().trim().min(1)).max(50).optional(),
  rollRule: storedRollRule.optional(),
  profile: z.enum(["spec", "indicator"]).optional(),
  sessionTemplate: z.string().trim().max(40).optional(),
  config: configSchema.optional(),
  active: z.boolean().optional(),
};

export const rootField = z.string().trim().toUpperCase().min(1, "expected a root such as GC").max(5);
