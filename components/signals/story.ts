/** R values of the routes for reading. Pure. */
import { readableRValue } from "@/lib/format/number";

/** R text of the API (4 decimals) with two, signed. */
export function shortR(text: string | null): string | null {
  return text === null ? null : readableRValue(Number(text));
}
