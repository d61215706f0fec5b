"use client";
/** Who is signed in, what is theirs, and the way out. */
import { CircleUserRound } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { usePerson } from "@/components/people/person-context";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { mayEnter, pageAccess } from "@/lib/auth/access";

const links = [
  { path: "/account", label: "Your account" },
  { path: "/admin/users", label: "Users" },
  { path: "/admin/audit", label: "Audit log" },
] as const;

/** A new document, so that nothing of the person stays in memory. */
async function signOut(): Promise<string | null> {
  const sent = await send("POST", "/api/auth/sign-out");
  // 401: the session had ended already, which is what was wanted.
  if (!sent.ok && sent.status !== 401) return sent.message;
  window.location.assign("/sign-in");
  return null;
}

export function UserMenu() {
  const { name, email, role } = usePerson();
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Popover
      label={`${name}, ${role}`}
      trigger={
        <>
          <CircleUserRound size={16} aria-hidden />
          <span className="sr-only">{`${name}, ${role}`}</span>
        </>
      }
    >
      <div className="flex w-64 flex-col gap-3 p-3">
        <div className="min-w-0">
          <p className="truncate text-13 font-medium">{name}</p>
          <p className="truncate text-12 text-text-2">
            {email} · {role}
          </p>
        </div>
        <ul className="-mx-1 flex flex-col border-y border-line py-1">
          {links
            .filter(({ path }) => mayEnter(pageAccess[path], role))
            .map(({ path, label }) => (
              <li key={path}>
                <Link href={path} className="touch flex h-8 items-center rounded-4 px-1 text-13 hover:bg-surface-2">
                  {label}
                </Link>
              </li>
            ))}
        </ul>
        <Button onClick={() => void signOut().then(setProblem)}>Sign out</Button>
        <p role="alert" className="text-12 text-danger empty:hidden">
          {problem}
        </p>
      </div>
    </Popover>
  );
}
