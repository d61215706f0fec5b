/** @type {import('next').NextConfig} */
export default {
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
};
