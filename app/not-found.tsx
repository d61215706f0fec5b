import Link from "next/link";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";

export default function NotFound() {
  return (
    <>
      <PageHead title="No such page">The address leads nowhere; prices above go on.</PageHead>
      <Empty
        title="What you can do"
        action={
          <Link href="/" className="touch inline-flex h-8 items-center rounded-4 bg-surface-3 px-4">
            Back to the Desk
          </Link>
        }
      >
        Check the address, or press <kbd className="kbd">?</kbd> for all keys.
      </Empty>
    </>
  );
}
