import { describe, expect, it } from "vitest";
import { seal, unseal } from "@/lib/auth/seal";

const secret = "a secret of tests, long enough to be taken";
const key = "pk_live_0123456789abcdef";

describe("secrets at rest", () => {
  it("open with the same secret and purpose only", () => {
    const sealed = seal(key, secret, "vendor-key");
    expect(unseal(sealed, secret, "vendor-key")).toBe(key);
    expect(unseal(sealed, `${secret}!`, "vendor-key")).toBeNull();
    expect(unseal(sealed, secret, "another")).toBeNull();
  });

  it("hold no readable part of the text and differ each time", () => {
    const [first, second] = [seal(key, secret, "vendor-key"), seal(key, secret, "vendor-key")];
    expect(first.includes(Buffer.from(key.slice(0, 6)))).toBe(false);
    expect(first.equals(second)).toBe(false);
  });

  it("do not open once a single bit has changed, nor when cut", () => {
    const sealed = seal(key, secret, "vendor-key");
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(changed, secret, "vendor-key")).toBeNull();
    }
    expect(unseal(sealed.subarray(0, 20), secret, "vendor-key")).toBeNull();
  });
});
