import { expect, it } from "vitest";
import { DiskShare, KNOWN_CALLERS_MAX } from "./disk-share";

it("unknown addresses share a part of the disk, known ones are always let in, and an answer of Postgres ends the outage", () => {
  const share = new DiskShare(2);
  share.learned("desk", true);
  expect(["a", "b", "c", "desk", "desk"].map((hash) => share.admits(hash))).toEqual([true, true, false, true, true]);
  share.learned("a", false);
  expect(["a", "c", "b"].map((hash) => share.admits(hash))).toEqual([true, true, false]);
});

it("a withdrawn address is unknown, and of too many known ones the oldest is forgotten", () => {
  const share = new DiskShare(0);
  share.learned("first", true);
  share.learned("first", false);
  expect(share.admits("first")).toBe(false);
  for (let index = 0; index <= KNOWN_CALLERS_MAX; index += 1) share.learned(`${index}`, true);
  expect([share.admits("0"), share.admits("1")]).toEqual([false, true]);
});
