import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Entry } from "@/components/people/entry";
import { SignInForm } from "@/components/people/sign-in-form";
import { currentPerson } from "@/lib/auth/page-guard";
import { safeNext } from "@/lib/auth/paths";
import { hasAdmin } from "@/lib/db/people";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  const target = safeNext(typeof next === "string" ? next : null);
  if ((await currentPerson()) !== null) redirect(target);
  if (!(await hasAdmin())) {
    return (
      <Entry
        title="Nobody can sign in yet"
        lead="Open the address that npm start printed in its console: it carries a code and makes the first admin."
      />
    );
  }
  return (
    <Entry title="Sign in" lead="Accounts are made by an admin, who can also help with a lost password.">
      <SignInForm next={target} />
    </Entry>
  );
}
