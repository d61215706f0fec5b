/** The New York day of an instant; another year than this one is named. */
import { systemClock } from "@/lib/clock";
import { etDayOf } from "@/lib/format/time";
import type { EpochMs } from "@/lib/market/types";

export function Day({ at }: { readonly at: EpochMs }) {
  return <>{etDayOf(at, systemClock.now())}</>;
}
