import type { ReactNode } from "react";

/** Heading of a page and one sentence on what it is for. */
export function PageHead({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="border-b border-line px-3 py-3">
      <h1 className="text-18 font-semibold tracking-tight">{title}</h1>
      <p className="text-13 text-text-2">{children}</p>
    </div>
  );
}
