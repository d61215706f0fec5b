import { describe, expect, it } from "vitest";
import { paperZoom } from "@/components/entry/paper";

describe("paperZoom", () => {
  it("a short trade is printed at the largest scale, one with more on it smaller, down to what can be read", () => {
    expect(paperZoom(3, 0)).toBe(0.68);
    expect(paperZoom(6, 3)).toBeLessThanOrEqual(0.64);
    expect(paperZoom(10, 6)).toBeLessThanOrEqual(0.56);
    expect(paperZoom(200, 0)).toBe(0.4);
  });

  it("never grows with what there is to print", () => {
    for (let lines = 0; lines < 60; lines++) {
      expect(paperZoom(lines + 1, 2)).toBeLessThanOrEqual(paperZoom(lines, 2));
      expect(paperZoom(2, lines + 1)).toBeLessThanOrEqual(paperZoom(2, lines));
    }
  });
});
