/** What the server calls to mind on every page: one question for all who show a part of it. */
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "@/components/live/fetch-json";
import type { MarketPhase } from "@/lib/market/phases";

interface Reminders {
  readonly rolls: readonly { readonly root: string; readonly ticker: string; readonly at: number }[];
  /** From the time of the answer on; the vendor's days taken in. */
  readonly market: readonly MarketPhase[];
}

/** Time between two questions, ms. */
const askMs = 10 * 60_000;

/** The newest answer; undefined before the first one. */
export function useReminders(): Reminders | undefined {
  const { data } = useQuery({
    queryKey: ["reminders"],
    queryFn: ({ signal }) => fetchJson<Reminders>("/api/reminders", signal),
    refetchInterval: askMs,
    // A reminder that cannot be read is no fault of the page: the next question asks again.
    retry: false,
  });
  return data;
}
