import { describe, expect, it } from "vitest";
import { decodeEvent } from "@/lib/stream/decode";

describe("decoding one server-sent event", () => {
  it("takes the type from the event's name", () => {
    expect(decodeEvent("beat", '{"at":5}')).toEqual({ type: "beat", at: 5 });
  });

  it.each(["", "no json", "null", "5", '"text"', "[]", "{}", '{"time":5}'])("refuses %j", (data) => {
    expect(decodeEvent("beat", data)).toBeNull();
  });
});
