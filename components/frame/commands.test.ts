import { expect, it, vi } from "vitest";
import { commandForKeys, commandsFor } from "@/components/frame/commands";
import type { ContractView } from "@/lib/stream/events";

const go = vi.fn();
const commands = commandsFor({
  go,
  change: vi.fn(),
  openHelp: vi.fn(),
  contracts: [{ ticker: "NQZ6", name: "E-mini Nasdaq-100" } as ContractView],
});

it("finds a sequence of keys, also after other keys", () => {
  expect(commandForKeys(commands, ["x", "g", "s"])?.label).toBe("Go to Signal Lab");
});

it("finds nothing in half a sequence", () => {
  expect(commandForKeys(commands, ["g"])).toBeNull();
  expect(commandForKeys(commands, ["s"])).toBeNull();
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
