import { expect, it } from "vitest";
import { z } from "zod";
import { parseBody } from "@/lib/http/body";

const schema = z.strictObject({ note: z.string() });
const post = (body: string): Request =>
  new Request("http://desk.test/x", { method: "POST", body, headers: { "content-type": "application/json" } });

async function answer(body: string): Promise<string> {
  const result = await parseBody(schema, post(body));
  if (result.ok) return "ok";
  const { error } = (await result.response.json()) as { readonly error: { readonly code: string } };
  return `${result.response.status} ${error.code}`;
}

it.each([
  ['{"note":"a\\u0000b"}', "400 BAD_TEXT"],
  ['{"note":"a","\\u0000":1}', "400 BAD_TEXT"],
  ['{"note":"a\\\\u0000b"}', "ok"],
  ['{"note":"<script>"}', "ok"],
  ["{", "400 BAD_JSON"],
  ['{"note":1}', "400 BAD_INPUT"],
])("%s is answered %s", async (body, expected) => {
  expect(await answer(body)).toBe(expected);
});
