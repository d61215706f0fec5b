/** A refused change as an answer: the field at fault is named, so that the form shows the reason beside it. */
import { jsonError } from "@/lib/http/respond";

export function refused({ field, message }: { readonly field: string; readonly message: string }): Response {
  return jsonError(409, "REFUSED", message, [{ field, message }]);
}
