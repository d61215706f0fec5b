/** Addresses the sign-in leads to and from. Pure; shared by proxy.ts, the guards and the pages. */

/** Set by proxy.ts on the way in: path and query of the page asked for. */
export const pathHeader = "x-excursion-path";

/** Set by proxy.ts: what the scripts of the page carry to be allowed to run. */
export const nonceHeader = "x-nonce";

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}

/**
 * Where to go after a sign-in: a path of this application, never another site.
 * @param next as it stands in the address; anything doubtful becomes the desk
 */
export function safeNext(next: string | null | undefined): string {
  // Browsers read a backslash as a slash and drop control characters, so `/\evil` and `/\t/evil` name another host.
  if (typeof next !== "string" || !/^\/(?![/\\])[^\\\s]*$/.test(next) || next.length > 500) return "/";
  const { origin, pathname, search, hash } = new URL(next, "http://here.invalid");
  // Resolving drops dots: `/.//evil` becomes `//evil`, which names another host again.
  return origin === "http://here.invalid" && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}
