import type { Metadata } from "next";
import { PasswordForm } from "@/components/people/password-form";
import { SecondFactor } from "@/components/people/second-factor";
import { SessionList } from "@/components/people/session-list";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";
import { systemClock } from "@/lib/clock";
import { listSessions } from "@/lib/db/sessions";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const person = await requireRole("/account");
  const sessions = await listSessions(person.id, systemClock.now());
  return (
    <>
      <PageHead title="Your account">
        {person.name} · {person.email} · {person.role}. Name and role are changed by an admin.
      </PageHead>
      <div className="grid md:grid-cols-2">
        <Panel title="Password" className="border-line md:border-r">
          <PasswordForm />
        </Panel>
        <Panel title="Second factor">
          <SecondFactor on={person.secondFactor} />
        </Panel>
      </div>
      <Panel title="Signed in on" className="border-t border-line">
        <SessionList sessions={sessions} ownId={person.sessionId} />
      </Panel>
    </>
  );
}
