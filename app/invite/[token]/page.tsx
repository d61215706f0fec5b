import type { Metadata } from "next";
import Link from "next/link";
import { Entry } from "@/components/people/entry";
import { NewPersonForm } from "@/components/people/new-person-form";
import { systemClock } from "@/lib/clock";
import { linkGone, readLink } from "@/lib/db/invitations";

export const metadata: Metadata = { title: "Invitation" };

/** A one-time link: an invitation, or a reset of the password. */
export default async function InvitePage({ params }: { readonly params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await readLink(token, systemClock.now());
  if (link === null) {
    return (
      <Entry title="This link does not work" lead={linkGone.message}>
        <Link href="/sign-in" className="touch inline-flex items-center text-13 underline underline-offset-2">
          To the sign-in
        </Link>
      </Entry>
    );
  }
  const isInvite = link.kind === "invite";
  return (
    <Entry
      title={isInvite ? "Welcome to Excursion" : "Set a new password"}
      lead={isInvite ? `You are invited as ${link.role}.` : "Your other browsers are signed out by this."}
    >
      <NewPersonForm
        path="/api/invitations"
        secret={{ name: "token", value: token }}
        email={link.email}
        asksName={isInvite}
        action={isInvite ? "Make my account" : "Set the password"}
      />
    </Entry>
  );
}
