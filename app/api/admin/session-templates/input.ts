/** Opening hours as the form sends them: one text per weekday, e.g. `00:00-17:00, 18:00-24:00`. */
import { z } from "zod";
import { readRanges, templateSchema, WEEKDAYS } from "@/lib/market/hours";

const dayText = z
  .string()
  .max(200)
  .transform((text, context) => {
    const ranges = readRanges(text);
    if (ranges !== null) return ranges;
    context.addIssue({ code: "custom", message: "expected ranges such as 00:00-17:00, 18:00-24:00, or closed" });
    return z.NEVER;
  });

export const templateFields = {
  title: z.string().trim().min(1, "expected a title").max(80),
  hours: z
    .strictObject({ weekly: z.array(dayText).length(WEEKDAYS.length), holidays: z.string() })
    .pipe(templateSchema),
};
