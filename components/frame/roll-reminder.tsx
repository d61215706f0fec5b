"use client";
/** Calls a coming roll to mind from ten days out, on every page. The way to change it is offered to whoever may. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { fetchJson } from "@/components/live/fetch-json";
import { useNow } from "@/components/live/use-now";
import { usePerson } from "@/components/people/person-context";
import { mayEnter, pageAccess } from "@/lib/auth/access";
import { age, etStamp } from "@/lib/format/time";

interface Reminders {
  readonly rolls: readonly { readonly root: string; readonly ticker: string; readonly at: number }[];
}

/** Time between two questions, ms. */
const askMs = 10 * 60_000;

export function RollReminder() {
  const { role } = usePerson();
  const now = useNow();
  const { data } = useQuery({
    queryKey: ["reminders"],
    queryFn: ({ signal }) => fetchJson<Reminders>("/api/reminders", signal),
    refetchInterval: askMs,
    // A reminder that cannot be read is no fault of the page: the next question asks again.
    retry: false,
  });
  const first = data?.rolls[0];
  if (data === undefined || first === undefined || now === null || first.at <= now) return null;
  const same = data.rolls.filter((roll) => roll.at === first.at).map((roll) => roll.ticker);
  return (
    <p role="status" className="border-b border-line bg-surface-2 px-3 py-1 text-12">
      <span className="font-medium text-warn">Roll ahead</span> {same.join(", ")} leave the front {etStamp(first.at)},
      in {age(first.at - now)}.{" "}
      {mayEnter(pageAccess["/admin/contracts"], role) && (
        <Link href="/admin/contracts" className="underline underline-offset-2">
          Contracts
        </Link>
      )}
    </p>
  );
}
