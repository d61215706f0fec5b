/** Makes the secret of a one-time link and the address that carries it. */
import { randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/** 256 bits: not to be guessed, so attempts need no counting. */
const tokenBytes = 32;

/** The link leads to the name under which the admin uses the application; the guard has checked that it is ours. */
export function oneTimeLink(request: Request): { readonly token: string; readonly link: string } {
  const token = randomBytes(tokenBytes).toString("base64url");
  return { token, link: `${request.headers.get("origin") ?? env().APP_URL}/invite/${token}` };
}
