"use client";
/** The chosen entry beside the list, for wide screens. What it shows is the entry page's own view. */
import { ExternalLink, X } from "lucide-react";
import Link from "next/link";
import { EntryView } from "@/components/entry/entry-view";

interface EntryPaneProps {
  readonly id: string;
  readonly path: string;
  readonly onClose: () => void;
}

export function EntryPane({ id, path, onClose }: EntryPaneProps) {
  return (
    <aside aria-label="Entry" className="flex min-h-0 min-w-0 flex-col border-l border-line">
      <div className="flex h-9 shrink-0 items-center gap-1 border-b border-line ps-3 pe-1">
        <span className="num min-w-0 flex-1 truncate text-11 text-text-3">{id}</span>
        <Link
          href={path}
          aria-label="Open the entry as a page"
          className="touch flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          <ExternalLink size={14} aria-hidden />
        </Link>
        <button
          type="button"
          onClick={onClose}
          aria-label="Close the entry"
          className="touch flex size-7 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2 hover:text-text-1"
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <EntryView key={id} id={id} level={2} />
      </div>
    </aside>
  );
}
