/** The Content-Security-Policy of pages: what a page may load and run, so that injected text stays text. Pure. */

export interface PolicyOptions {
  /** Random per answer; scripts without it do not run. */
  readonly nonce: string;
  /** The development server evaluates code and speaks WebSocket. */
  readonly development: boolean;
  readonly https: boolean;
}

/**
 * Scripts by nonce only. Styles may stand inline: the charts set them from script, and a style cannot run anything.
 * No form, frame, base address or plug-in from or to anywhere else.
 */
export function contentSecurityPolicy({ nonce, development, https }: PolicyOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(https ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
