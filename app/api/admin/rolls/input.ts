/** What a roll is asked with. An instant is epoch ms, or a New York wall time as the form sends it; nothing means now. */
import { z } from "zod";

export const rollInput = z.strictObject({
  root: z.string().trim().toUpperCase().min(1).max(5),
  contract: z.string().trim().min(1, "expected a contract such as NQH7").max(40),
  at: z.int().nullable().default(null),
});
