/** An honest empty state: what is missing, what will fill it, and at most one thing to do. */
import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-start gap-1 px-3 py-4 text-13">
      <p className="font-medium text-text-1">{title}</p>
      <div className="max-w-prose text-text-2">{children}</div>
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
