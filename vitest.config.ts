import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{app,bench,components,lib,scripts,worker}/**/*.test.{ts,tsx}"],
    globalSetup: ["scripts/testing/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Only ends what hangs: on two busy cores a socket test of ten seconds has taken more than twenty.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
