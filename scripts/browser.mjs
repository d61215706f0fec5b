/** The Chromium of the end-to-end tests: Playwright's own, else the system's, else it is installed. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";

const systemBrowsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * @param {string} own path of Playwright's own Chromium, there or not
 * @returns {string | null} a browser to run, or null when there is none
 */
export function findBrowser(own) {
  const named = process.env.CHROMIUM_PATH;
  return [named, own, ...systemBrowsers].find((file) => file && fs.existsSync(file)) ?? null;
}

function attempt(command, args) {
  process.stderr.write(`Installing a browser: ${command} ${args.join(" ")}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: ["ignore", 2, 2], env }).status === 0;
}

function installBrowser() {
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get")) {
    const packages = ["install", "-y", "--no-install-recommends", "chromium"];
    if (attempt("apt-get", ["update"]) && attempt("apt-get", packages)) return;
  }
  const require = createRequire(import.meta.url);
  attempt(process.execPath, [require.resolve("@playwright/test/cli"), "install", "chromium"]);
}

/** Makes sure that there is a browser; throws with what to do when there is none and none could be installed. */
export async function ensureBrowser() {
  const { chromium } = await import("@playwright/test");
  if (findBrowser(chromium.executablePath()) !== null) return;
  installBrowser();
  if (findBrowser(chromium.executablePath()) !== null) return;
  throw new Error("no Chromium found and none could be installed: install one, or set CHROMIUM_PATH to its executable");
}
