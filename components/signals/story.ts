/** R values of the routes for reading. Pure. */
import { withSign } from "@/lib/format/number";

/** R text of the API (4 decimals) with two, signed. */
export function shortR(text: string | null): string | null {
  return text === null
    ? null
    : `${withSign(
        Number(text)
          .toFixed(2)
          .replace(/^-(0\.00)$/, "$1"),
      )}R`;
}
