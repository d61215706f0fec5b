import type { Metadata } from "next";
import { AdminNav } from "@/components/admin/admin-nav";
import { InvitationList } from "@/components/people/invitation-list";
import { InviteForm } from "@/components/people/invite-form";
import { PeopleTable } from "@/components/people/people-table";
import { PageHead } from "@/components/ui/page-head";
import { Panel } from "@/components/ui/panel";
import { requireRole } from "@/lib/auth/page-guard";
import { systemClock } from "@/lib/clock";
import { listInvitations } from "@/lib/db/invitations";
import { listPeople } from "@/lib/db/people";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  const person = await requireRole("/admin/users");
  const now = systemClock.now();
  const [people, invitations] = await Promise.all([listPeople(now), listInvitations(now)]);
  return (
    <>
      <AdminNav />
      <PageHead title="Users">
        Traders watch, analysts review what the machine wrote, admins keep symbols, service and people right.
      </PageHead>
      <Panel title="Invite">
        <InviteForm />
      </Panel>
      {invitations.length > 0 && (
        <Panel title="Links not used yet" className="border-t border-line">
          <InvitationList invitations={invitations} />
        </Panel>
      )}
      <Panel title="People" className="border-t border-line">
        <PeopleTable people={people} ownId={person.id} />
      </Panel>
    </>
  );
}
