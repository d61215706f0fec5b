const securityHeaders = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  // One-time links carry their secret in the address: it must not travel to other sites.
  { key: "referrer-policy", value: "same-origin" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];

/** @type {import('next').NextConfig} */
export default {
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  // `forbidden()` in a page: 403 with app/forbidden.tsx.
  experimental: { authInterrupts: true },
  // Pages get their Content-Security-Policy from proxy.ts (it needs a nonce), and so does https its own header.
  headers: () => [
    { source: "/:path*", headers: securityHeaders },
    {
      source: "/api/:path*",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
  // The launcher binds and prints 127.0.0.1; next dev would serve its reload channel to localhost only.
  allowedDevOrigins: ["127.0.0.1"],
};
