import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeEvent, encodeRetry, formatEventId, parseEventId } from "@/lib/stream/encode";

describe("event ids", () => {
  it("survive the round trip through a client", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,16}$/), fc.nat(), (bootId, sequence) => {
        expect(parseEventId(formatEventId({ bootId, sequence }))).toEqual({ bootId, sequence });
      }),
    );
  });

  it.each(["", "x", "-1", "a-", "a-b", "a-1-2", "a--1", "a-1e3", `a-${"9".repeat(40)}`, "a-1\nb-2"])(
    "refuse %j",
    (text) => {
      expect(parseEventId(text)).toBeNull();
    },
  );
});

describe("encodeEvent", () => {
  it("writes type, id and one line of JSON, whatever line breaks the text holds", () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        const notice = { id: 1, code: "X", at: 0, severity: "info", message } as const;
        const text = encodeEvent({ bootId: "b", sequence: 7 }, { type: "notice", notice });
        const lines = text.split("\n");
        expect(lines.slice(0, 2)).toEqual(["event: notice", "id: b-7"]);
        expect(lines.slice(3)).toEqual(["", ""]);
        expect(JSON.parse((lines[2] ?? "").slice("data: ".length))).toEqual({ type: "notice", notice });
      }),
    );
  });

  it("states the reconnection delay as a whole number of ms", () => {
    expect(encodeRetry(1234.5)).toBe("retry: 1235\n\n");
  });
});
