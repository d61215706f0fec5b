/** What the routes that ask the engine for something share: the input and the answers. */
import { z } from "zod";
import type { Asked } from "@/lib/db/asks";
import { jsonError, jsonOk } from "@/lib/http/respond";
import { reasonCharsMax } from "@/lib/lab/review";

/** `key` is made by the asker once per request, so that sending it again is no second one. */
export const askFields = {
  key: z.uuid("expected a UUID made for this request"),
  reason: z
    .string()
    .trim()
    .min(1, "say why, for those who ask later")
    .max(reasonCharsMax, `expected at most ${reasonCharsMax} characters`),
};

/** 202 with the ask, which the engine has still to answer; 404 or 409 with the reason. @param thing e.g. `signal` */
export function askAnswer(asked: Asked, thing: string): Response {
  if (asked.kind === "asked") return jsonOk({ ask: asked.ask }, 202);
  if (asked.kind === "unknown") return jsonError(404, "NOT_FOUND", `There is no ${thing} of this id.`);
  if (asked.kind === "not-open") {
    return jsonError(409, "NOT_OPEN", `Only an active trade can be closed; this signal is ${asked.status}.`);
  }
  const { by } = asked.ask;
  return jsonError(409, "ALREADY_ASKED", `${by} has asked for this already; it waits for the engine.`, asked.ask);
}
