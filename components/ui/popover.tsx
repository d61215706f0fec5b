"use client";
/** A button with a panel under it, built on the browser's popover: top layer, Esc and outside click close it, focus returns. */
import { type ReactNode, type Ref, useCallback, useEffect, useId, useImperativeHandle, useRef } from "react";

interface PopoverProps {
  /** Name of the panel. */
  readonly label: string;
  /** Content of the button; its text is the button's name (hide it with `sr-only` beside an icon). */
  readonly trigger: ReactNode;
  /** Content, or what makes it from the function that closes the panel. */
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly className?: string;
  /** Which edges of button and panel are in line; the panel always stays inside the window. */
  readonly align?: "start" | "end";
  /** Opens the panel from elsewhere, e.g. by a key. */
  readonly handle?: Ref<PopoverHandle>;
  readonly onOpenChange?: (open: boolean) => void;
}

export interface PopoverHandle {
  readonly open: () => void;
}

/** Space kept to the edges of the window, px. */
const edge = 8;

export function Popover(props: PopoverProps) {
  const { label, trigger, children, className = "", align = "end", handle, onOpenChange } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = useCallback(() => {
    if (button.current === null || panel.current === null) return;
    const box = button.current.getBoundingClientRect();
    const { clientWidth } = document.documentElement;
    const { style } = panel.current;
    style.top = `${box.bottom + 4}px`;
    style.maxHeight = `calc(100dvh - ${box.bottom + 4 + edge}px)`;
    const width = panel.current.offsetWidth;
    if (align === "start") {
      style.left = `${Math.max(edge, Math.min(box.left, clientWidth - width - edge))}px`;
    } else style.right = `${Math.max(edge, Math.min(clientWidth - box.right, clientWidth - width - edge))}px`;
  }, [align]);
  useEffect(() => {
    // The place was worked out for the window as it was: a panel left open would be cut off in a narrower one.
    const again = (): void => {
      if (panel.current?.matches(":popover-open") === true) place();
    };
    window.addEventListener("resize", again);
    return () => window.removeEventListener("resize", again);
  }, [place]);
  useImperativeHandle(handle, () => ({ open: () => panel.current?.showPopover() }), []);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        className={`touch flex h-8 items-center justify-center rounded-4 px-2 text-text-2 hover:bg-surface-2 hover:text-text-1 ${className}`}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        // Before it shows for its place, after it for its width.
        onBeforeToggle={(event) => event.newState === "open" && place()}
        onToggle={(event) => {
          const open = event.newState === "open";
          if (open) place();
          onOpenChange?.(open);
        }}
        role="dialog"
        aria-label={label}
        className="panel-in fixed inset-auto m-0 max-w-[calc(100vw-16px)] overflow-y-auto rounded-8 border border-line bg-surface-1 text-text-1"
      >
        {typeof children === "function" ? children(() => panel.current?.hidePopover()) : children}
      </div>
    </>
  );
}
