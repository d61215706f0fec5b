import { expect, it } from "vitest";
import { groupsOf } from "@/components/admin/report-groups";

it("a report becomes groups of figures with their units", () => {
  const report = {
    ready: true,
    storeBehindSince: null,
    hub: { clients: 12, cut: { "queue-bytes": 3 }, heldBytes: 3_145_728 },
    contracts: [{ ticker: "NQZ6", newestAt: Date.UTC(2026, 10, 23, 15, 47, 53, 42), ticks: 1_234_567 }],
    eventLoop: { p50Ms: 0.1300000000000078, maxMs: 178 },
  };
  expect(groupsOf(report)).toEqual([
    {
      name: "worker",
      facts: [
        { label: "ready", value: "yes" },
        { label: "store behind since", value: null },
      ],
    },
    {
      name: "hub",
      facts: [
        { label: "clients", value: "12" },
        { label: "held bytes", value: "3.0 MB" },
      ],
    },
    { name: "hub, cut", facts: [{ label: "queue bytes", value: "3" }] },
    {
      name: "NQZ6",
      facts: [
        { label: "newest at", value: "10:47:53.042 ET" },
        { label: "ticks", value: "1\u2009234\u2009567" },
      ],
    },
    {
      name: "event loop",
      facts: [
        { label: "p50", value: "0.13 ms" },
        { label: "max", value: "178 ms" },
      ],
    },
  ]);
});

it.each([null, "down", 3, [1]])("%j has no groups", (report) => {
  expect(groupsOf(report)).toEqual([]);
});
