/** Names of the cookies. Under https they carry `__Host-`: no other host, path or plain connection can set them. Pure. */

/** What every cookie of ours begins with. */
export function cookiePrefix(appUrl: string): string {
  return appUrl.startsWith("https:") ? "__Host-excursion" : "excursion";
}

/** The cookie of a session. Being there proves nothing; only lib/auth/session.ts does. */
export function sessionCookieName(appUrl: string): string {
  return `${cookiePrefix(appUrl)}.session_token`;
}
