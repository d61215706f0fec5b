import { describe, expect, it } from "vitest";
import { createLog, redactText } from "@/lib/log";

function captured(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = "";
  write(createLog("test", "info", { write: (line) => (lines += line) }));
  return lines;
}

describe("createLog", () => {
  it("writes one JSON object per event, with level, name and time", () => {
    const line = JSON.parse(captured((log) => log.info({ rows: 3 }, "batch stored")));
    expect(line).toMatchObject({ level: "info", name: "test", rows: 3, msg: "batch stored" });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("strikes out secret fields at the top and one level down", () => {
    const line = captured((log) => log.warn({ token: "hunter2", feed: { apiKey: "hunter2", url: "ws://a/b" } }, "x"));
    expect(line).not.toContain("hunter2");
    expect(line).toContain("ws://a/b");
  });

  it.each([
    "postgresql://app:hunter2@localhost:5432/app",
    "POST /api/webhooks/tradingview/hunter2 422",
    "https://api/trades?apiKey=hunter2&limit=1",
    "authorization: Bearer hunter2",
  ])("strikes a secret out of the text %s", (text) => {
    expect(redactText(text)).not.toContain("hunter2");
    expect(captured((log) => log.error(new Error(text)))).not.toContain("hunter2");
  });

  it("writes an error's words and codes, not the objects it carries", () => {
    const error = Object.assign(new Error("connection lost"), { code: "57P01", client: { secretKey: 1234567 } });
    const line = captured((log) => log.warn({ err: error }, "idle database connection lost"));
    expect(JSON.parse(line).err).toMatchObject({ type: "Error", message: "connection lost", code: "57P01" });
    expect(JSON.parse(line).err.stack).toContain("log.test.ts");
    expect(line).not.toContain("1234567");
  });
});
