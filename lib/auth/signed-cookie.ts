/**
 * Reads a cookie the way better-auth signs it: `<value>.<base64 of HMAC-SHA256(secret, value)>`, percent-encoded.
 * Done here because every request and every stream needs it and it is nothing but a hash; a test signs in through the
 * library and reads its cookie with this.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

/** The raw value of a cookie in a `cookie` header; null when absent. The first of a name wins, as in browsers' own order. */
function cookieValue(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The signed value, or null when there is none or the signature is not ours. */
export function readSignedCookie(header: string, name: string, secret: string): string | null {
  const raw = cookieValue(header, name);
  const text = raw === null ? null : decoded(raw);
  const dot = text?.lastIndexOf(".") ?? -1;
  if (text === null || dot < 1) return null;
  const value = text.slice(0, dot);
  const expected = createHmac("sha256", secret).update(value).digest();
  const given = Buffer.from(text.slice(dot + 1), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected) ? value : null;
}
