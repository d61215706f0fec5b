import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { Entry } from "@/components/people/entry";
import { NewPersonForm } from "@/components/people/new-person-form";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { clientOf } from "@/lib/auth/guard";
import { trySetupCode } from "@/lib/auth/setup-code";
import { systemClock } from "@/lib/clock";
import { hasAdmin } from "@/lib/db/people";

export const metadata: Metadata = { title: "First admin" };

interface SetupPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** The first admin. Gone (404) once there is one. */
export default async function SetupPage({ searchParams }: SetupPageProps) {
  if (await hasAdmin()) notFound();
  const { code } = await searchParams;
  if (typeof code !== "string" || code === "") return <AskCode problem={undefined} />;
  const verdict = await trySetupCode(code, clientOf(new Headers(await headers())), systemClock);
  if (verdict.kind === "gone") notFound();
  if (verdict.kind === "wrong") return <AskCode problem="This is not the code that npm start printed." />;
  if (verdict.kind === "limited") {
    return <AskCode problem={`Too many attempts. Try again in ${Math.ceil(verdict.waitMs / 1000)} s.`} />;
  }
  return (
    <Entry title="Make the first admin" lead="This account invites the others. The page is gone afterwards.">
      <NewPersonForm
        path="/api/setup"
        secret={{ name: "code", value: code }}
        email={null}
        asksName
        action="Make the first admin"
      />
    </Entry>
  );
}

function AskCode({ problem }: { readonly problem: string | undefined }) {
  return (
    <Entry title="Make the first admin" lead="npm start has printed a code in its console.">
      <form method="get" className="flex flex-col gap-3">
        <TextField label="Code" name="code" autoComplete="off" required problem={problem} placeholder="XXXX-XXXX" />
        <Button type="submit" look="primary">
          Go on
        </Button>
      </form>
    </Entry>
  );
}
