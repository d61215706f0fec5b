import { expect, it, vi } from "vitest";
import { commandForKeys, commandsFor, shownKeys } from "@/components/frame/commands";
import type { Role } from "@/lib/auth/roles";
import type { ContractView } from "@/lib/stream/events";

const go = vi.fn();
const context = {
  go,
  change: vi.fn(),
  openHelp: vi.fn(),
  toggleMute: vi.fn(),
  contracts: [{ ticker: "NQZ6", name: "E-mini Nasdaq-100" } as ContractView],
};
const commands = commandsFor({ ...context, role: "admin" });

it("finds a sequence of keys, also after other keys", () => {
  expect(commandForKeys(commands, ["x", "g", "s"])?.label).toBe("Go to Signal Lab");
});

it("finds nothing in half a sequence", () => {
  expect(commandForKeys(commands, ["g"])).toBeNull();
  expect(commandForKeys(commands, ["s"])).toBeNull();
});

it("offers nobody what is not theirs", () => {
  const offered = (role: Role): readonly string[] => commandsFor({ ...context, role }).map((command) => command.id);
  expect(offered("admin")).toContain("/admin/users");
  expect(offered("analyst").filter((id) => id.startsWith("/admin"))).toEqual([]);
  expect(offered("trader").filter((id) => id.startsWith("/admin"))).toEqual([]);
  expect(offered("trader")).toContain("/signal-lab");
});

it("numbers choose contracts", () => {
  commandForKeys(commands, ["1"])?.run();
  expect(go).toHaveBeenCalledWith("/?contract=NQZ6");
});

it("every command is named once and no two share their keys", () => {
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
});

it("a page's key wins over the frame's, and a second key does the same", () => {
  const page = [
    { id: "row", label: "Next row", keys: "j", also: ["ArrowDown"], run: vi.fn() },
    { id: "own", label: "Own 1", keys: "1", run: vi.fn() },
  ];
  const all = [...page, ...commands];
  expect(commandForKeys(all, ["ArrowDown"])?.id).toBe("row");
  expect(commandForKeys(all, ["1"])?.id).toBe("own");
  expect(commandForKeys(all, ["g", "d"])?.id).toBe("/");
});

it("writes keys as people read them", () => {
  expect(shownKeys("Shift+ArrowDown")).toBe("Shift ↓");
  expect(shownKeys("g d")).toBe("g d");
});
