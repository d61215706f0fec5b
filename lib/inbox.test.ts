import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Inbox, type InboxRecord } from "@/lib/inbox";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "alerts-inbox-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const record = (receivedAt: number, body = "x"): InboxRecord => ({
  tokenHash: "h",
  receivedAt,
  contentType: null,
  body,
  bodyHash: "b",
  remote: null,
});

async function drained(inbox: Inbox): Promise<InboxRecord[]> {
  const seen: InboxRecord[] = [];
  await inbox.drain(async (one) => seen.push(one) > 0);
  return seen;
}

describe("alerts on disk", () => {
  it("come back as they were, oldest first, once", async () => {
    const inbox = new Inbox(path.join(dir, "inbox"));
    for (const at of [30, 10, 2_000]) expect(await inbox.add(record(at, "SIGNAL:\nä"))).toBe(true);
    expect(await drained(inbox)).toEqual([10, 30, 2_000].map((at) => record(at, "SIGNAL:\nä")));
    expect(await drained(inbox)).toEqual([]);
  });

  it("past the bound an alert is not taken", async () => {
    const inbox = new Inbox(dir, 2);
    expect([await inbox.add(record(1)), await inbox.add(record(2)), await inbox.add(record(3))]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await inbox.size()).toBe(2);
  });

  it("a failure keeps the rest in order for the next time", async () => {
    const inbox = new Inbox(dir);
    for (const at of [1, 2, 3]) await inbox.add(record(at));
    const seen: number[] = [];
    const failing = inbox.drain(async ({ receivedAt }) => {
      if (receivedAt === 2) throw new Error("down");
      return seen.push(receivedAt) > 0;
    });
    await expect(failing).rejects.toThrow("down");
    expect((await drained(inbox)).map((one) => one.receivedAt)).toEqual([2, 3]);
    expect(seen).toEqual([1]);
  });

  it("P08: damaged and refused records are set aside, the others go on", async () => {
    const inbox = new Inbox(dir);
    for (const at of [1, 2, 3, 4]) await inbox.add(record(at));
    const [flipped = "", cut = ""] = readdirSync(dir).sort();
    writeFileSync(path.join(dir, flipped), readFileSync(path.join(dir, flipped), "utf8").replace('"x"', '"y"'));
    writeFileSync(path.join(dir, cut), readFileSync(path.join(dir, cut), "utf8").slice(0, 80));
    const report = await inbox.drain(async ({ receivedAt }) => receivedAt !== 3);
    expect(report.applied).toBe(1);
    expect(report.bad).toHaveLength(3);
    expect(readdirSync(dir).filter((name) => name.endsWith(".bad"))).toHaveLength(3);
  });

  it("an unfinished draft of a crash is not an alert", async () => {
    const inbox = new Inbox(dir);
    writeFileSync(path.join(dir, "000000000000001-a.json.draft"), "half");
    expect(await drained(inbox)).toEqual([]);
  });
});
