/** Every action with its key, once: the palette runs them, the help lists them, the keyboard finds them here. */

import type { Settings } from "@/components/settings/settings";
import { mayEnter, pageAccess } from "@/lib/auth/access";
import type { Role } from "@/lib/auth/roles";
import type { ContractView } from "@/lib/stream/events";

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Keys pressed one after another, e.g. `g d`; names as `KeyboardEvent.key` has them, `Shift+ArrowDown` with Shift. */
  readonly keys?: string;
  /** Single keys that do the same. */
  readonly also?: readonly string[];
  /** Heading in the help; the frame's own commands have none. */
  readonly section?: string;
  readonly run: () => void;
}

export interface CommandContext {
  readonly go: (path: string) => void;
  readonly change: (part: Partial<Settings>) => void;
  readonly openHelp: () => void;
  readonly toggleMute: () => void;
  readonly contracts: readonly ContractView[];
  /** What is not theirs is not offered. */
  readonly role: Role;
}

export const pages = [
  { path: "/", label: "Desk", keys: "g d" },
  { path: "/signal-lab", label: "Signal Lab", keys: "g s" },
  { path: "/mfe", label: "MFE", keys: "g m" },
  { path: "/admin", label: "Admin", keys: "g a" },
] as const;

/** Reached from the admin page and the person's menu rather than the bar. */
const morePages = [
  { path: "/admin/contracts", label: "Contracts", keys: "g c" },
  { path: "/admin/webhooks", label: "Webhooks", keys: "g w" },
  { path: "/admin/feed", label: "Feed", keys: "g f" },
  { path: "/admin/users", label: "Users", keys: "g u" },
  { path: "/admin/audit", label: "Audit log", keys: "g l" },
  { path: "/account", label: "Your account", keys: "g y" },
  { path: "/health", label: "Health", keys: "g h" },
] as const;

/** The places of the bar that a role may go to. */
export function pagesFor(role: Role): readonly (typeof pages)[number][] {
  return pages.filter((page) => mayEnter(pageAccess[page.path], role));
}

export function commandsFor(context: CommandContext): readonly Command[] {
  const { go, change, openHelp, toggleMute, contracts, role } = context;
  const places = [...pages, ...morePages].filter((page) => mayEnter(pageAccess[page.path], role));
  return [
    ...places.map((page) => ({
      id: page.path,
      label: `Go to ${page.label}`,
      keys: page.keys,
      run: () => go(page.path),
    })),
    ...contracts.slice(0, 9).map((contract, index) => ({
      id: `contract-${contract.ticker}`,
      label: `Chart ${contract.ticker} (${contract.name})`,
      keys: String(index + 1),
      run: () => go(`/?contract=${contract.ticker}`),
    })),
    { id: "dark", label: "Theme: dark", run: () => change({ theme: "dark" }) },
    { id: "light", label: "Theme: light", run: () => change({ theme: "light" }) },
    { id: "system", label: "Theme: as the system", run: () => change({ theme: "system" }) },
    { id: "green-up", label: "Colours: green up", run: () => change({ pair: "green-up" }) },
    { id: "red-up", label: "Colours: red up", run: () => change({ pair: "red-up" }) },
    { id: "blue-orange", label: "Colours: blue and orange", run: () => change({ pair: "blue-orange" }) },
    { id: "compact", label: "Rows: compact", run: () => change({ density: "compact" }) },
    { id: "comfortable", label: "Rows: comfortable", run: () => change({ density: "comfortable" }) },
    { id: "mute", label: "Sound on or off", keys: "m", run: toggleMute },
    { id: "help", label: "Help: all keys", keys: "?", run: openHelp },
  ];
}

/** The command whose keys end what was typed, or null. `typed` holds the last keys, oldest first; of equals the first wins. */
export function commandForKeys(commands: readonly Command[], typed: readonly string[]): Command | null {
  const matches = commands.filter((command) => {
    if (command.also?.includes(typed.at(-1) ?? "") === true) return true;
    if (command.keys === undefined) return false;
    const keys = command.keys.split(" ");
    return keys.every((key, index) => typed[typed.length - keys.length + index] === key);
  });
  // `g d` wins over a bare `d`: the longer sequence says more.
  return matches.sort((a, b) => lengthOf(b) - lengthOf(a))[0] ?? null;
}

function lengthOf(command: Command): number {
  return command.keys?.split(" ").length ?? 1;
}

const keyNames: Readonly<Record<string, string>> = {
  ArrowDown: "\u2193",
  ArrowUp: "\u2191",
  ArrowLeft: "\u2190",
  ArrowRight: "\u2192",
  Escape: "Esc",
  " ": "Space",
};

/** Keys as people read them: `Shift+ArrowDown` → `Shift ↓`. */
export function shownKeys(keys: string): string {
  return keys
    .split(" ")
    .map((key) =>
      key
        .split("+")
        .map((part) => keyNames[part] ?? part)
        .join(" "),
    )
    .join(" ");
}
