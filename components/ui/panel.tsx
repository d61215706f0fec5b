/** A titled part of a page: one line of heading, then its content. */
import { type ReactNode, useId } from "react";

interface PanelProps {
  readonly title: string;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Where a link on the same page leads (`#roll`). */
  readonly anchor?: string;
}

export function Panel({ title, aside, children, className = "", anchor }: PanelProps) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className={`min-w-0 ${className}`}>
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <h2 id={id} className="text-13 font-semibold">
          {title}
        </h2>
        <span className="flex-1" />
        {aside}
      </div>
      {children}
    </section>
  );
}
