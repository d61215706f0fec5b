"use client";
/** One-time links that still work, and taking them back. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { send } from "@/components/people/send";
import { Button } from "@/components/ui/button";
import type { Role } from "@/lib/auth/roles";
import { utcStamp } from "@/lib/format/time";

interface ShownInvitation {
  readonly id: number;
  readonly kind: "invite" | "reset";
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: number;
}

export function InvitationList({ invitations }: { readonly invitations: readonly ShownInvitation[] }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  async function withdraw(id: number): Promise<void> {
    const sent = await send("DELETE", `/api/admin/invitations/${id}`);
    setProblem(sent.ok ? null : sent.message);
    router.refresh();
  }
  return (
    <>
      <ul>
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex min-h-12 flex-wrap items-center gap-3 border-b border-line px-3 py-1">
            <p className="min-w-0 flex-1 text-13">
              <span className="break-all">{invitation.email}</span>{" "}
              <span className="text-text-2">
                · {invitation.kind === "invite" ? `invited as ${invitation.role}` : "password reset"} · until{" "}
                {utcStamp(invitation.expiresAt)}
              </span>
            </p>
            <Button
              onClick={() => void withdraw(invitation.id)}
              aria-label={`Withdraw the link of ${invitation.email}`}
            >
              Withdraw
            </Button>
          </li>
        ))}
      </ul>
      <p role="alert" className="px-3 py-2 text-13 text-danger empty:hidden">
        {problem}
      </p>
    </>
  );
}
