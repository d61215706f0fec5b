/** @type {import('next').NextConfig} */
export default {
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  // The launcher binds and prints 127.0.0.1; next dev would serve its reload channel to localhost only.
  allowedDevOrigins: ["127.0.0.1"],
};
