import Link from "next/link";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";
import { currentPerson } from "@/lib/auth/page-guard";

/** Somebody signed in, but this is not theirs. Answered with 403. */
export default async function Forbidden() {
  const person = await currentPerson();
  return (
    <>
      <PageHead title="Not for your role">You are signed in as {person?.role ?? "nobody"}.</PageHead>
      <Empty
        title="This page belongs to another role"
        action={
          <Link href="/" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4">
            Back to the Desk
          </Link>
        }
      >
        An admin can change your role under Users. It takes effect with your next click.
      </Empty>
    </>
  );
}
