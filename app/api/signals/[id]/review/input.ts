/** What the routes of a review take. */
import { z } from "zod";
import { correctionFields } from "@/lib/lab/correction";
import { newsProximities, notesCharsMax, reasonCharsMax, tagCharsMax, tagsMax } from "@/lib/lab/review";

const version = z.int().min(0, "expected the version the change is made on, 0 for none");
/** Why; null or absent = no reason given. */
export const reasonInput = z
  .string()
  .trim()
  .max(reasonCharsMax, `expected at most ${reasonCharsMax} characters`)
  .transform((text) => (text === "" ? null : text))
  .nullable()
  .default(null);
/** Tags of a bulk action or an annotation. */
export const tagsInput = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(tagCharsMax, `expected at most ${tagCharsMax} characters a tag`)
      // Commas part the tags of a filter's address: one with a comma could never be looked for.
      .regex(/^[^,]*$/, "expected a tag without commas"),
  )
  .max(tagsMax, `expected at most ${tagsMax} tags`);

const base = { version, reason: reasonInput };
const value = z.string().trim().min(1).max(40).nullable().optional();
const changes = z
  .strictObject(Object.fromEntries(correctionFields.map(({ field }) => [field, value])))
  .refine((given) => Object.keys(given).length > 0, "expected at least one field");

/** A correction, to be shown or saved. */
export const correctionInput = z.strictObject({ ...base, action: z.literal("correct"), changes });

/** Any action on one entry. */
export const reviewInput = z.discriminatedUnion("action", [
  z.strictObject({ ...base, action: z.enum(["approve", "reject", "reset", "delete", "restore", "undo"]) }),
  correctionInput,
  z.strictObject({
    ...base,
    action: z.literal("annotate"),
    notes: z.string().max(notesCharsMax, `expected at most ${notesCharsMax} characters`).optional(),
    tags: tagsInput.optional(),
    newsProximity: z.enum(newsProximities).nullable().optional(),
    newsEvent: z.string().trim().max(reasonCharsMax).nullable().optional(),
  }),
]);
