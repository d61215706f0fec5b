"use client";
import { type Command, shownKeys } from "@/components/frame/commands";
import { Modal } from "@/components/ui/modal";

interface HelpDialogProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** All keys and what the states of the feed mean. */
export function HelpDialog({ commands, onClose }: HelpDialogProps) {
  const sections = [...new Set(commands.map((command) => command.section))];
  return (
    <Modal label="Help" onClose={onClose}>
      <div className="max-h-[70vh] overflow-y-auto p-4">
        {sections.map((section) => (
          <KeyList
            key={section ?? "Keys"}
            title={section ?? "Keys"}
            commands={commands.filter((command) => command.keys !== undefined && command.section === section)}
          />
        ))}
        <h2 className="mb-2 text-15 font-semibold">Feed states</h2>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-12">
          {feedStates.map(([word, meaning]) => (
            <div key={word} className="contents">
              <dt className="font-semibold">{word}</dt>
              <dd className="text-text-2">{meaning}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog" className="mt-4 flex justify-end">
          <button type="submit" className="touch h-8 rounded-4 bg-surface-3 px-4 text-13">
            Close
          </button>
        </form>
      </div>
    </Modal>
  );
}

function KeyList({ title, commands }: { readonly title: string; readonly commands: readonly Command[] }) {
  return (
    <>
      <h2 className="mb-2 text-15 font-semibold">{title}</h2>
      <dl className="mb-4 grid grid-cols-[1fr_auto] gap-y-1.5 text-13">
        {commands.map((command) => (
          <div key={command.id} className="contents">
            <dt className="text-text-2">{command.label}</dt>
            <dd className="flex justify-end gap-1">
              {[command.keys ?? "", ...(command.also ?? [])].map((keys) => (
                <kbd key={keys} className="kbd">
                  {shownKeys(keys)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
        {title === "Keys" && (
          <>
            <dt className="text-text-2">All commands</dt>
            <dd className="flex justify-end">
              <kbd className="kbd">Ctrl K</kbd>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

const feedStates = [
  ["LIVE", "Real-time trades of the exchange."],
  ["DELAYED", "Real trades, about ten minutes late by the plan."],
  ["SIMULATED", "A made-up market, for trying out. Never counted as live."],
  ["REPLAY", "A recorded day, played again."],
  ["STALE", "Connected, but no tick although the market is open."],
  ["CLOSED", "The exchange is closed; prices are the last ones."],
  ["DISCONNECTED", "No word from the source or from the worker; prices are the last known."],
] as const;
