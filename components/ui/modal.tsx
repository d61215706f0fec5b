"use client";
/** The browser's own modal dialog: focus stays inside, Esc and a click outside close it, focus returns. */
import { type ReactNode, useEffect, useRef } from "react";

interface ModalProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Modal({ label, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    const onClick = (event: MouseEvent): void => {
      // The backdrop is the dialog itself as a target; its content is a child.
      if (event.target === element) element?.close();
    };
    element?.addEventListener("click", onClick);
    return () => element?.removeEventListener("click", onClick);
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      className="panel-in mx-auto mt-[12vh] mb-auto w-[min(480px,calc(100vw-24px))] rounded-8 border border-line bg-surface-1 p-0 text-text-1"
    >
      <div>{children}</div>
    </dialog>
  );
}
