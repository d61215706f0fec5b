"use client";
import { ArrowUp } from "lucide-react";

/** Rows that came in while the reader was further down: counted, not pushed in. */
export function NewBar({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 top-9 z-[3] flex justify-center max-md:top-2" role="status">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="panel-in touch pointer-events-auto flex h-7 items-center gap-1.5 rounded-full bg-accent px-3 text-12 font-medium text-surface-0"
        >
          <ArrowUp size={13} aria-hidden />
          {count} new
        </button>
      )}
    </div>
  );
}
