"use client";
/** The browsers a person is signed in with, and ending them one by one or all at once. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { browserName } from "@/components/people/browser-name";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import { utcStamp } from "@/lib/format/time";

interface ShownSession {
  readonly id: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

interface SessionListProps {
  readonly sessions: readonly ShownSession[];
  /** The session this page was asked with. */
  readonly ownId: string;
}

export function SessionList({ sessions, ownId }: SessionListProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  async function end(which: string | null): Promise<void> {
    const sent = await send("DELETE", `/api/account/sessions${which === null ? "" : `/${which}`}`);
    setProblem(sent.ok ? null : sent.message);
    if (sent.ok && which === null) window.location.assign("/sign-in");
    else router.refresh();
  }
  return (
    <div className="flex flex-col">
      <ul>
        {sessions.map((session) => (
          <li key={session.id} className="flex min-h-12 flex-wrap items-center gap-x-4 border-b border-line px-3 py-1">
            <div className="min-w-0 flex-1">
              <p className="truncate text-13">
                {browserName(session.userAgent)}
                {session.id === ownId && <span className="text-text-2"> · this browser</span>}
              </p>
              <p className="text-12 text-text-2">
                {session.ip ?? "address unknown"} · since {utcStamp(session.createdAt)} · last seen{" "}
                {utcStamp(session.lastSeenAt)}
              </p>
            </div>
            {session.id !== ownId && (
              <Button onClick={() => void end(session.id)} aria-label={`Sign out ${browserName(session.userAgent)}`}>
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 p-3">
        <Button look="danger" onClick={() => void end(null)}>
          Sign out everywhere
        </Button>
        <p className="text-12 text-text-2">Ends all of these, this browser included.</p>
        <p role="alert" className="text-13 text-danger empty:hidden">
          {problem}
        </p>
      </div>
    </div>
  );
}
