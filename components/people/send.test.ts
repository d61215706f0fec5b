import { afterEach, expect, it, vi } from "vitest";
import { send } from "@/components/people/send";
import { jsonError, jsonOk } from "@/lib/http/respond";

afterEach(() => void vi.unstubAllGlobals());

/** Every request gets `answer`. */
function answering(answer: Response): void {
  vi.stubGlobal("fetch", async () => answer);
}

it("a refusal without details is told in the route's own sentence", async () => {
  answering(jsonError(401, "WRONG_CREDENTIALS", "Wrong e-mail or password."));
  const sent = await send("POST", "/api/auth/sign-in");
  expect(sent).toMatchObject({
    ok: false,
    status: 401,
    code: "WRONG_CREDENTIALS",
    message: "Wrong e-mail or password.",
  });
});

it("details that name fields stand beside those fields; others are handed on", async () => {
  answering(jsonError(422, "BAD_INPUT", "One field is wrong.", [{ field: "stop", message: "not on the grid" }]));
  expect(await send("POST", "/api/x")).toMatchObject({ ok: false, fields: { stop: "not on the grid" } });
  answering(jsonError(409, "CHANGED", "Somebody was first.", { version: 3 }));
  expect(await send("POST", "/api/x")).toMatchObject({ ok: false, fields: {}, details: { version: 3 } });
});

it("an answer of another shape says so, a success hands out its body", async () => {
  answering(new Response("<html>", { status: 502 }));
  expect(await send("POST", "/api/x")).toMatchObject({
    ok: false,
    message: "The server answered 502 without a reason.",
  });
  answering(jsonOk({ made: 1 }));
  expect(await send("POST", "/api/x")).toEqual({ ok: true, body: { made: 1 } });
});
