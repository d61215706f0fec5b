"use client";
/** Keys, command palette and help of every page. */
import { Command as CommandIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toggleMute } from "@/components/alerts/alert-settings";
import { CommandPalette } from "@/components/frame/command-palette";
import { commandForKeys, commandsFor } from "@/components/frame/commands";
import { HelpDialog } from "@/components/frame/help-dialog";
import { useLentCommands } from "@/components/frame/page-commands";
import { useContracts } from "@/components/live/hooks";
import { usePerson } from "@/components/people/person-context";
import { useSettings } from "@/components/settings/use-settings";

/** A sequence of keys is forgotten after this pause, ms. */
const sequenceMax = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null
  );
}

/** Keys that a focused control uses itself: pressing Enter on a button must press the button, an arrow must move a choice. */
const presses = /^(Shift\+)?(Enter| )$/;
const moves = /^(Shift\+)?(Arrow\w+|Home|End|Page\w+)$/;

function isOperating(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[popover], [role=listbox], [role=menu]") !== null) return true;
  if (presses.test(key)) return target.closest("button, a, input, summary, [role=option]") !== null;
  return moves.test(key) && target.closest("input, [role=option], [role=separator]") !== null;
}

/** Letters carry Shift themselves (`J`); named keys say it. */
function keyOf(event: KeyboardEvent): string {
  return event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
}

export function Keyboard() {
  const router = useRouter();
  const contracts = useContracts();
  const { change } = useSettings();
  const { role } = usePerson();
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const typed = useRef<{ readonly key: string; readonly at: number }[]>([]);
  const lent = useLentCommands();
  const commands = useMemo(
    () => [
      ...lent,
      ...commandsFor({
        go: (path) => router.push(path),
        change,
        openHelp: () => setOpen("help"),
        toggleMute,
        contracts,
        role,
      }),
    ],
    [lent, router, change, contracts, role],
  );
  const close = useCallback(() => setOpen(null), []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setOpen("palette");
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      // Esc closes what is open above the page, wherever the focus is.
      if (event.key === "Escape" && document.querySelector("[popover]:popover-open") !== null) return;
      const key = keyOf(event);
      if (isOperating(event.target, key)) return;
      const fresh = typed.current.filter((entry) => event.timeStamp - entry.at < sequenceMax);
      typed.current = [...fresh, { key, at: event.timeStamp }].slice(-3);
      const command = commandForKeys(
        commands,
        typed.current.map((entry) => entry.key),
      );
      if (command === null) return;
      event.preventDefault();
      typed.current = [];
      command.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [commands]);

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen("palette")}
        aria-label="All commands (Control K)"
        aria-keyshortcuts="Control+K Meta+K"
        className="touch flex h-8 items-center justify-center gap-1 rounded-4 px-2 text-text-2 hover:bg-surface-2 hover:text-text-1"
      >
        <CommandIcon size={14} aria-hidden />
        <span aria-hidden className="hidden text-12 sm:inline">
          K
        </span>
      </button>
      {open === "palette" && <CommandPalette commands={commands} onClose={close} />}
      {open === "help" && <HelpDialog commands={commands} onClose={close} />}
    </>
  );
}
