import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeNext } from "@/lib/auth/paths";

describe("where a sign-in leads", () => {
  it("keeps a path of ours with its query", () => {
    expect(safeNext("/mfe?session=NY%20AM#top")).toBe("/mfe?session=NY%20AM#top");
  });

  it.each([
    undefined,
    null,
    "",
    "mfe",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil",
    "javascript:x",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "/..//evil.example/mfe",
  ])("%j becomes the desk", (next) => {
    expect(safeNext(next)).toBe("/");
  });

  it("never leaves the application, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `/${text}`),
          fc
            .array(fc.constantFrom("/", ".", "..", "%2e", "\\", "evil.example", "?", "#", "@"))
            .map((parts) => parts.join("")),
        ),
        (text) => {
          expect(new URL(safeNext(text), "https://desk.example").origin).toBe("https://desk.example");
        },
      ),
    );
  });
});
