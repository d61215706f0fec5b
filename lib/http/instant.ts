/** An instant as a query names it. */
import { z } from "zod";

/** Epoch milliseconds, or ISO 8601 with a zone; epoch ms come out. */
export const instant = z.union(
  [
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  ],
  { error: "expected epoch milliseconds or ISO 8601 with a zone, such as 2026-11-23T14:30:00Z" },
);
