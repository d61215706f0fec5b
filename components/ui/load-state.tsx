"use client";
/** Loading as a skeleton of rows, and failure with its sentence and a way to try again. */
interface FailureProps {
  readonly what: string;
  readonly error: Error;
  readonly onRetry: () => void;
}

export function Failure({ what, error, onRetry }: FailureProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-3 py-4 text-13">
      <p className="font-medium text-danger">{what} could not be read</p>
      <p className="text-text-2">{error.message} Live prices are not affected.</p>
      <button type="button" onClick={onRetry} className="touch h-8 rounded-4 bg-surface-3 px-4">
        Try again
      </button>
    </div>
  );
}

const rowNames = ["a", "b", "c", "d", "e", "f"];

/** At most six rows. */
export function RowsSkeleton({ rows = rowNames.length }: { readonly rows?: number }) {
  return (
    <div className="flex flex-col" aria-hidden>
      {rowNames.slice(0, rows).map((row) => (
        <div key={row} className="flex h-(--row) items-center gap-6 border-b border-line px-3">
          <span className="skeleton h-3 w-24" />
          <span className="skeleton h-3 w-40" />
          <span className="skeleton h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
