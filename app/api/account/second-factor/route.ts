/**
 * A person's own second factor (TOTP). POST begins with the password and gives the secret as a QR code and the recovery codes;
 * PUT ends the enrolment with a first right code; DELETE takes it away. Each end signs the other browsers out.
 */
import { isAPIError } from "better-auth/api";
import { z } from "zod";
import { confirmPassword } from "@/app/api/account/confirm-password";
import { qrCode } from "@/app/api/account/second-factor/qr-code";
import { wrongField } from "@/app/api/auth/answers";
import { passwordField } from "@/app/api/auth/inputs";
import { auth } from "@/lib/auth/config";
import { type GuardedVisit, withRole } from "@/lib/auth/guard";
import { recordSecondFactor } from "@/lib/db/people";
import { parseBody } from "@/lib/http/body";
import { jsonError, jsonOk } from "@/lib/http/respond";

const confirmation = z.strictObject({ password: passwordField });
const firstCode = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "expected the 6 digits of the authenticator"),
});

export const POST = withRole("POST /api/account/second-factor", async (request, { person, client }) => {
  const body = await parseBody(confirmation, request);
  if (!body.ok) return body.response;
  if (person.secondFactor) return jsonError(409, "ENROLLED", "The second factor is on already.");
  const refused = await confirmPassword(person, body.value.password, client, "password");
  if (refused !== null) return refused;
  const enrolment = await auth().api.enableTwoFactor({
    body: { password: body.value.password, method: "totp" },
    headers: request.headers,
  });
  if (enrolment.method !== "totp") throw new Error(`second factor: expected a TOTP secret, got ${enrolment.method}`);
  const { totpURI, backupCodes } = enrolment;
  const secret = new URL(totpURI).searchParams.get("secret");
  return jsonOk({ qr: qrCode(totpURI), secret, recoveryCodes: backupCodes });
});

export const PUT = withRole("PUT /api/account/second-factor", async (request, visit) => {
  const body = await parseBody(firstCode, request);
  if (!body.ok) return body.response;
  if (visit.person.secondFactor) return jsonError(409, "ENROLLED", "The second factor is on already.");
  const verified = await auth()
    .api.verifyTOTP({ body: { code: body.value.code }, headers: request.headers, returnHeaders: true })
    .catch((error: unknown) => {
      if (isAPIError(error) && error.statusCode < 500) return null;
      throw error;
    });
  if (verified === null) return wrongField("code", "This code is wrong or too old: enter the one shown now.");
  return finished(true, verified.headers, visit);
});

export const DELETE = withRole("DELETE /api/account/second-factor", async (request, visit) => {
  const body = await parseBody(confirmation, request);
  if (!body.ok) return body.response;
  const { person, client } = visit;
  if (!person.secondFactor) return jsonError(409, "NOT_ENROLLED", "The second factor is off already.");
  const refused = await confirmPassword(person, body.value.password, client, "password");
  if (refused !== null) return refused;
  const { headers } = await auth().api.disableTwoFactor({
    body: { password: body.value.password },
    headers: request.headers,
    returnHeaders: true,
  });
  return finished(false, headers, visit);
});

/** The library has given this browser a new session; the others end, and the change is on record. */
async function finished(on: boolean, headers: Headers, { person, client }: GuardedVisit<unknown>): Promise<Response> {
  await recordSecondFactor(person, on, { actor: person, ...client });
  const response = jsonOk({ secondFactor: on });
  for (const cookie of headers.getSetCookie()) response.headers.append("set-cookie", cookie);
  return response;
}
