import { describe, expect, it } from "vitest";
import { passwordProblem } from "@/lib/auth/password-rule";

const about = ["Ada Lovelace", "ada@example.com"];

describe("passwords", () => {
  it.each([
    ["short", /at least 10/],
    ["ninechars", /at least 10/],
    ["a".repeat(129), /at most 128/],
    ["aaaaaaaaaaaa", /repeats/],
    ["abcabcabcabcab", /repeats/],
    ["1234567890", /counts on/],
    ["zyxwvutsrqponm", /counts on/],
    ["Password123!", /common/],
    ["P@ssw0rd2026", /common/],
    ["qwertyuiop", /common/],
    ["Excursion2026!", /common/],
    ["Lovelace1815!", /your name/],
    ["ada@example.com", /your name/],
  ])("%s is refused with the reason", (password, reason) => {
    expect(passwordProblem(password, about)).toMatch(reason);
  });

  it.each(["correct horse battery staple", "tide-lamp-42-orchard", "ünïcödé ist erlaubt", "7h3 qu13t b4rn"])(
    "%s is taken: length counts, composition does not",
    (password) => {
      expect(passwordProblem(password, about)).toBeNull();
    },
  );
});
