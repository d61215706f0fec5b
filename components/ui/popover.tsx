"use client";
/** A button with a panel under it, built on the browser's popover: top layer, Esc and outside click close it, focus returns. */
import { type ReactNode, useCallback, useId, useRef } from "react";

interface PopoverProps {
  /** Name of the panel. */
  readonly label: string;
  /** Content of the button; its text is the button's name (hide it with `sr-only` beside an icon). */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Popover({ label, trigger, children, className = "" }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = useCallback(() => {
    if (button.current === null || panel.current === null) return;
    const box = button.current.getBoundingClientRect();
    panel.current.style.top = `${box.bottom + 4}px`;
    panel.current.style.right = `${Math.max(8, document.documentElement.clientWidth - box.right)}px`;
  }, []);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        onClick={place}
        className={`touch flex h-8 items-center justify-center rounded-4 px-2 text-text-2 hover:bg-surface-2 hover:text-text-1 ${className}`}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="panel-in fixed inset-auto m-0 max-w-[calc(100vw-16px)] rounded-8 border border-line bg-surface-1 text-text-1"
      >
        {children}
      </div>
    </>
  );
}
