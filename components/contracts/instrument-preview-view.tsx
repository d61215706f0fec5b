"use client";
/** What a change of an instrument would do, value by value, with the button that does it below. */
import type { ReactNode } from "react";

/** The answer of the dry run. */
export interface InstrumentPreview {
  readonly changes: readonly {
    readonly label: string;
    readonly before: string | null;
    readonly after: string;
    readonly effect: string;
  }[];
  readonly pending: number;
  readonly open: number;
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

export function InstrumentPreviewView({
  root,
  preview,
  children,
}: {
  readonly root: string;
  readonly preview: InstrumentPreview;
  readonly children: ReactNode;
}) {
  const { changes, pending, open } = preview;
  if (changes.length === 0) {
    return (
      <p role="status" className="rounded-4 bg-surface-2 p-3 text-13">
        Nothing would change: these are the values of {root}.
      </p>
    );
  }
  return (
    <section aria-label="What changes" className="flex flex-col gap-3 rounded-4 bg-surface-2 p-3 text-13">
      <p>
        <span className="font-medium">Nothing has been changed yet.</span> On {root} wait {count(pending, "signal")} and
        run {count(open, "trade")}; the worker takes the change within seconds, without a restart.
      </p>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {changes.map(({ label, before, after, effect }) => (
          <div key={label} className="contents">
            <dt className="text-text-2">{label}</dt>
            <dd className="min-w-0 break-words">
              <span className="num">{before === null ? after : `${before} → ${after}`}</span>
              <span className="block text-12 text-text-2">{effect}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div>{children}</div>
    </section>
  );
}
