import { expect, it } from "vitest";
import { lateChanges } from "@/components/lab/late-changes";

const change = (id: string, receivedAt: number) => [id, { row: { id, receivedAt }, found: true }] as const;

it("gives what came for a list once, the latest state of each entry", () => {
  const late = lateChanges<{ id: string; receivedAt: number }>();
  const list = ["lab", "a"];
  expect(late.taken(list)).toBeUndefined();
  late.put(list, new Map([change("x", 1), change("y", 1)]));
  late.put(list, new Map([change("x", 2)]));
  expect([...(late.taken(list) ?? [])]).toEqual([change("x", 2), change("y", 1)]);
  expect(late.taken(list)).toBeUndefined();
});

it("forgets what came for a list that is no longer shown", () => {
  const late = lateChanges<{ id: string; receivedAt: number }>();
  late.put(["lab", "a"], new Map([change("x", 1)]));
  expect(late.taken(["lab", "b"])).toBeUndefined();
  const other = ["lab", "b"];
  late.put(other, new Map([change("y", 1)]));
  expect([...(late.taken(other) ?? [])]).toEqual([change("y", 1)]);
});
