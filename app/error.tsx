"use client";
import { Empty } from "@/components/ui/empty";
import { PageHead } from "@/components/ui/page-head";

interface ErrorPageProps {
  readonly error: Error;
  readonly reset: () => void;
}

/** A page that failed to render; the frame around it keeps working. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <>
      <PageHead title="This page failed">The live prices above are not affected.</PageHead>
      <Empty
        title={error.message}
        action={
          <button type="button" onClick={reset} className="touch h-8 rounded-4 bg-surface-3 px-4">
            Try again
          </button>
        }
      >
        If it fails again, the browser's console has the details.
      </Empty>
    </>
  );
}
