import { chromium, defineConfig, devices } from "@playwright/test";
import { adminState, appPort, appUrl, dataDir } from "./e2e/people.ts";
import { findBrowser } from "./scripts/browser.mjs";

const ownBrowser = chromium.executablePath();
const browser = findBrowser(ownBrowser);
const workerPort = Number(process.env["E2E_WORKER_PORT"] ?? 3201);
const inCi = Boolean(process.env["CI"]);

const chrome = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    ...(browser !== null && browser !== ownBrowser ? { executablePath: browser } : {}),
    // Root in a container cannot use the sandbox; the rest keeps the browser from talking to its maker.
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  },
};

/** The whole app as `npm start` runs it, over the simulated exchange, with data and ports of its own. */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: inCi,
  reporter: "list",
  use: {
    baseURL: appUrl,
    trace: "retain-on-failure",
  },
  projects: [
    // Nobody is let in without an account: the first admin is made first, and the other tests start from that session.
    { name: "first-admin", testMatch: "*.setup.ts", use: chrome },
    { name: "chromium", dependencies: ["first-admin"], use: { ...chrome, storageState: adminState } },
  ],
  webServer: {
    command: "node scripts/launch.mjs start",
    env: {
      PORT: String(appPort),
      WORKER_PORT: String(workerPort),
      DATA_DIR: dataDir,
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
    url: `${appUrl}/livez`,
    timeout: 240_000,
    reuseExistingServer: !inCi,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
  },
});
