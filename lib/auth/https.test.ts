import { expect, it } from "vitest";
import { isSameOrigin } from "@/lib/auth/guard";
import { personOf } from "@/lib/auth/session";
import { signIn } from "@/lib/auth/sign-in";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/scripts/testing/database";
import { makePerson, testPassword } from "@/scripts/testing/people";

await testDatabase();
process.env["APP_URL"] = "https://desk.example";

it("under https the session cookie is __Host-, Secure, HttpOnly and Lax, and is read back", async () => {
  const { email } = await makePerson("trader");
  const client = { ip: null, userAgent: null };
  const result = await signIn(email, testPassword, { headers: new Headers(), client, clock: systemClock });
  const [line = ""] = result.kind === "signed-in" ? result.cookies : [];
  expect(line).toMatch(/^__Host-excursion\.session_token=/);
  for (const part of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) expect(line).toContain(`; ${part}`);
  expect(line).not.toMatch(/domain=/i);
  const cookie = line.split(";")[0] ?? "";
  expect(await personOf(new Headers({ cookie }), systemClock)).toMatchObject({ email });
});

it("under https only the configured address counts as ours, whatever the Host header says", () => {
  const from = (origin: string): boolean =>
    isSameOrigin(new Request("https://evil.example/", { headers: { origin, host: "evil.example" } }));
  expect(from("https://desk.example")).toBe(true);
  expect(from("http://desk.example")).toBe(false);
  expect(from("https://evil.example")).toBe(false);
});
