/** The quiet page around sign-in, setup and one-time links: no frame, no stream, one thing to do. */
import type { ReactNode } from "react";
import { Mark } from "@/components/frame/mark";

interface EntryProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children?: ReactNode;
}

export function Entry({ title, lead, children }: EntryProps) {
  return (
    <div className="mx-auto flex w-full max-w-sm flex-col gap-4 px-4 py-[12vh]">
      <p className="flex items-center gap-2 text-15 font-semibold tracking-tight">
        <Mark />
        Excursion
      </p>
      <div className="flex flex-col gap-4 rounded-8 border border-line bg-surface-1 p-5">
        <div className="flex flex-col gap-1">
          <h1 className="text-18 font-semibold tracking-tight">{title}</h1>
          <div className="text-13 text-text-2">{lead}</div>
        </div>
        {children}
      </div>
    </div>
  );
}
