"use client";
/** A part of a long page that a phone shows on demand; on wide screens it is simply there. Its fields stay in their form. */
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

interface PhoneFoldProps {
  /** What the part holds. */
  readonly label: string;
  /** Shown whatever was pressed, e.g. because a field in it was refused. */
  readonly forced?: boolean;
  readonly children: ReactNode;
}

export function PhoneFold({ label, forced = false, children }: PhoneFoldProps) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const open = opened || forced;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpened(!open)}
        className="touch flex w-full items-center gap-1 text-left text-13 font-medium md:hidden"
      >
        <ChevronRight size={14} aria-hidden className={`text-text-2 ${open ? "rotate-90" : ""}`} />
        {label}
      </button>
      <div id={id} className={open ? "" : "max-md:hidden"}>
        {children}
      </div>
    </>
  );
}
