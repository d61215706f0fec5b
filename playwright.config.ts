import path from "node:path";
import { chromium, defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

const ownBrowser = chromium.executablePath();
const browser = findBrowser(ownBrowser);
const port = Number(process.env["E2E_PORT"] ?? 3200);
const workerPort = Number(process.env["E2E_WORKER_PORT"] ?? 3201);
const inCi = Boolean(process.env["CI"]);

/** The whole app as `npm start` runs it, over the simulated exchange, with data and ports of its own. */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: inCi,
  reporter: "list",
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    trace: "retain-on-failure",
  },
  projects: [
    {
      name: "chromium",
      use: {
        ...devices["Desktop Chrome"],
        launchOptions: {
          ...(browser !== null && browser !== ownBrowser ? { executablePath: browser } : {}),
          // Root in a container cannot use the sandbox; the rest keeps the browser from talking to its maker.
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-sync",
          ],
        },
      },
    },
  ],
  webServer: {
    command: "node scripts/launch.mjs start",
    env: {
      PORT: String(port),
      WORKER_PORT: String(workerPort),
      DATA_DIR: path.resolve(".data/e2e"),
      PG_PORT: "0",
      // Blank counts as absent: never the developer's own database, key or feed.
      DATABASE_URL: "",
      MASSIVE_API_KEY: "",
      POLYGON_API_KEY: "",
      MASSIVE_WS_URL: "",
      MASSIVE_REST_URL: "",
      FEED_SOURCE: "",
      WORKER_URL: "",
      APP_URL: "",
      AUTH_SECRET: "",
    },
    url: `http://127.0.0.1:${port}/livez`,
    timeout: 240_000,
    reuseExistingServer: !inCi,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
  },
});
