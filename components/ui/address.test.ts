import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, stillAsked } from "@/components/ui/address";

const asked: Asked = { path: "/mfe", from: "", queries: ["variant=be", "variant=be&unit=ticks"] };

describe("what was asked of the address", () => {
  it("waits while the router shows what was before or what was asked on the way", () => {
    expect(stillAsked(asked, "/mfe", "")).toBe(asked);
    expect(stillAsked(asked, "/mfe", "variant=be")).toBe(asked);
  });

  it("is settled once the router shows the last of it", () => {
    expect(stillAsked(asked, "/mfe", "variant=be&unit=ticks")).toBeNull();
  });

  it("gives way to a navigation nobody asked for here, and to another page", () => {
    expect(stillAsked(asked, "/mfe", "session=ASIA")).toBeNull();
    expect(stillAsked(asked, "/signal-lab", "variant=be")).toBeNull();
    expect(stillAsked(null, "/mfe", "")).toBeNull();
  });

  it("whatever the router shows of it in whatever order, the last query is what stands until it is shown", () => {
    const queries = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}=\d$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(queries, fc.array(fc.nat(6)), (list, shown) => {
        const all = ["", ...list];
        let waiting: Asked | null = { path: "/", from: "", queries: list };
        for (const place of shown) {
          const text = all[place % all.length] ?? "";
          const before: Asked | null = waiting;
          waiting = stillAsked(waiting, "/", text);
          if (before !== null) expect(waiting === null).toBe(text === list.at(-1));
        }
      }),
    );
  });
});
