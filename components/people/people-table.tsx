"use client";
/** Everyone with an account: role, state, and what an admin may change. A refused change says why in its row. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type NewLink, OneTimeLink } from "@/components/people/one-time-link";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { type Role, roles } from "@/lib/auth/roles";
import { unknown } from "@/lib/format/number";
import { utcStamp } from "@/lib/format/time";

interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly secondFactor: boolean;
  readonly lastSeenAt: number | null;
}

interface PeopleTableProps {
  readonly people: readonly ShownPerson[];
  readonly ownId: string;
}

export function PeopleTable({ people, ownId }: PeopleTableProps) {
  return (
    <ul>
      {people.map((person) => (
        <PersonRow key={person.id} person={person} isSelf={person.id === ownId} />
      ))}
    </ul>
  );
}

function PersonRow({ person, isSelf }: { readonly person: ShownPerson; readonly isSelf: boolean }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [link, setLink] = useState<NewLink | null>(null);

  async function change(content: { readonly role: string } | { readonly active: boolean }): Promise<void> {
    setBusy(true);
    const sent = await send("PATCH", `/api/admin/users/${person.id}`, content);
    setBusy(false);
    setProblem(sent.ok ? null : sent.message);
    router.refresh();
  }
  async function reset(): Promise<void> {
    setBusy(true);
    // Who lost the password has often lost the phone as well; the new password alone must let them in.
    const sent = await send<NewLink>("POST", `/api/admin/users/${person.id}/reset`, { clearsSecondFactor: true });
    setBusy(false);
    setProblem(sent.ok ? null : sent.message);
    if (sent.ok) setLink(sent.body);
    router.refresh();
  }

  return (
    <li className="flex flex-col gap-2 border-b border-line px-3 py-2" data-person={person.email}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className={`min-w-56 flex-1 max-md:basis-full ${person.active ? "" : "text-text-3"}`}>
          <p className="text-13 font-medium">
            {person.name}
            {isSelf && <span className="font-normal text-text-2"> · you</span>}
            {!person.active && <span className="font-normal"> · deactivated</span>}
          </p>
          <p className="text-12 break-words text-text-2">
            {person.email} · second factor {person.secondFactor ? "on" : "off"} · last seen{" "}
            {person.lastSeenAt === null ? unknown : utcStamp(person.lastSeenAt)}
          </p>
        </div>
        <select
          aria-label={`Role of ${person.name}`}
          value={person.role}
          disabled={busy}
          onChange={(event) => void change({ role: event.target.value })}
          className="touch h-8 rounded-4 border border-line bg-surface-0 px-2 text-13"
        >
          {roles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
        <Button disabled={busy || !person.active} onClick={() => void reset()} aria-label={`Reset ${person.name}`}>
          Reset
        </Button>
        <Button
          look={person.active ? "danger" : "plain"}
          disabled={busy}
          onClick={() => void change({ active: !person.active })}
          aria-label={`${person.active ? "Deactivate" : "Reactivate"} ${person.name}`}
        >
          {person.active ? "Deactivate" : "Reactivate"}
        </Button>
      </div>
      <p role="alert" className="text-13 text-danger empty:hidden">
        {problem}
      </p>
      {link !== null && <OneTimeLink {...link} key={link.link} />}
    </li>
  );
}
