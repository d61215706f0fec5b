"use client";
/** Type a few letters, press Enter. A combobox over the list of all commands. */
import { useId, useState } from "react";
import { type Command, shownKeys } from "@/components/frame/commands";
import { Modal } from "@/components/ui/modal";

interface CommandPaletteProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

function matching(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => words.every((word) => command.label.toLowerCase().includes(word)));
}

export function CommandPalette({ commands, onClose }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  const listId = useId();
  const found = matching(commands, query);
  const active = found[Math.min(index, found.length - 1)];
  const optionId = (command: Command): string => `${listId}-${command.id}`;
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const move = (step: number): void => {
    const next = (index + step + found.length) % Math.max(1, found.length);
    setIndex(next);
    const target = found[next];
    if (target !== undefined) document.getElementById(optionId(target))?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Modal label="Commands" onClose={onClose}>
      <input
        role="combobox"
        aria-label="Find a command"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={active === undefined ? undefined : optionId(active)}
        placeholder="Find a command"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") move(1);
          else if (event.key === "ArrowUp") move(-1);
          else if (event.key === "Enter") run(active);
          else return;
          event.preventDefault();
        }}
        className="w-full border-b border-line bg-transparent px-4 py-3 text-15 outline-none placeholder:text-text-3"
      />
      <div id={listId} role="listbox" aria-label="Commands" className="max-h-80 overflow-y-auto p-1">
        {found.map((command) => (
          <div
            key={command.id}
            id={optionId(command)}
            role="option"
            tabIndex={-1}
            aria-selected={command === active}
            onClick={() => run(command)}
            onKeyDown={(event) => event.key === "Enter" && run(command)}
            className="touch flex h-8 cursor-pointer items-center justify-between rounded-4 px-3 text-13 text-text-2 aria-selected:bg-surface-3 aria-selected:text-text-1 hover:bg-surface-2"
          >
            {command.label}
            {command.keys !== undefined && <kbd className="kbd">{shownKeys(command.keys)}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="px-4 pb-4 text-13 text-text-2">No command has these letters.</p>}
    </Modal>
  );
}
