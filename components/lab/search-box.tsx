"use client";
/** Text search over the list: types into the address without filling the history. `/` comes here, Esc leaves. */
import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Pause in typing after which the list is asked, ms. */
const pauseMs = 250;

interface SearchBoxProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
}

export function SearchBox({ input, text, onChange, onLeave }: SearchBoxProps) {
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  // The address changed from elsewhere (back button, a view): it wins over what stands in the box.
  useEffect(() => {
    if (text === told.current) return;
    told.current = text;
    setTyped(text);
  }, [text]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <div className="relative min-w-0 flex-1 md:max-w-64">
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-text-3"
      />
      <input
        ref={input}
        type="search"
        aria-label="Search signals"
        aria-keyshortcuts="/"
        placeholder="Search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          event.preventDefault();
          onLeave();
        }}
        className="touch h-7 w-full min-w-0 rounded-4 border border-line bg-surface-0 ps-7 pe-7 text-13 placeholder:text-text-3 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed === "" ? (
        <kbd aria-hidden className="kbd pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 max-md:hidden">
          /
        </kbd>
      ) : (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => setTyped("")}
          className="absolute top-1/2 right-1 flex size-5 -translate-y-1/2 items-center justify-center rounded-4 text-text-2 hover:bg-surface-2"
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
