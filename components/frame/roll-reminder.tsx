"use client";
/** Calls a coming roll to mind from ten days out, on every page. The way to change it is offered to whoever may. */
import Link from "next/link";
import { useReminders } from "@/components/frame/use-reminders";
import { useNow } from "@/components/live/use-now";
import { usePerson } from "@/components/people/person-context";
import { mayEnter, pageAccess } from "@/lib/auth/access";
import { age, etStamp } from "@/lib/format/time";

export function RollReminder() {
  const { role } = usePerson();
  const now = useNow();
  const data = useReminders();
  const first = data?.rolls[0];
  if (data === undefined || first === undefined || now === null || first.at <= now) return null;
  const same = data.rolls.filter((roll) => roll.at === first.at).map((roll) => roll.ticker);
  return (
    <p role="status" className="border-b border-line bg-surface-2 px-3 py-1 text-12">
      <span className="font-medium text-warn">Roll ahead</span> {same.join(", ")}{" "}
      {same.length === 1 ? "leaves" : "leave"} the front {etStamp(first.at)}, in {age(first.at - now)}.{" "}
      {mayEnter(pageAccess["/admin/contracts"], role) && (
        <Link href="/admin/contracts" className="underline underline-offset-2">
          Contracts
        </Link>
      )}
    </p>
  );
}
