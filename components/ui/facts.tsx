/** Label and value pairs, right-aligned numbers; an unknown value is a dash with its reason. */
import type { ReactNode } from "react";
import { unknown } from "@/lib/format/number";

export function FactList({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_1fr] gap-x-4 text-12">{children}</dl>;
}

interface FactProps {
  readonly label: string;
  /** Null and false mean unknown. */
  readonly children: ReactNode;
  /** Why it may be unknown. */
  readonly reason?: string;
}

export function Fact({ label, children, reason = "Not known yet." }: FactProps) {
  const known = children !== null && children !== false && children !== undefined;
  return (
    <>
      <dt className="whitespace-nowrap text-text-2">{label}</dt>
      <dd className="num text-right text-text-1" title={known ? undefined : reason}>
        {known ? children : unknown}
      </dd>
    </>
  );
}
