import { chromium } from "@playwright/test";
import fs from "node:fs";
const base = "http://127.0.0.1:54550";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium" });
const state = "/tmp/symbols-data/look.json";
const ctx = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, ...(fs.existsSync(state) ? { storageState: state } : {}) });
const page = await ctx.newPage();
page.setDefaultTimeout(60000);
const codeFile = "/tmp/symbols-data/setup-code";
if (fs.existsSync(codeFile)) {
  const code = fs.readFileSync(codeFile, "utf8").trim();
  await page.goto(`/setup?code=${code}`);
  await page.getByLabel("Name").fill("Ada Owner");
  await page.getByLabel("E-mail").fill("ada@desk.example");
  await page.getByLabel("Password").fill("tide-lamp-42-orchard");
  await page.getByRole("button", { name: "Make the first admin" }).click();
  await page.waitForURL("/");
  await ctx.storageState({ path: state });
}
const [, , what = "all"] = process.argv;
const shot = async (path, name, { width = 1440, height = 900, scheme = "dark", full = true } = {}) => {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(path);
  await page.waitForTimeout(2500);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.screenshot({ path: `/tmp/symbols-${name}.png`, fullPage: full });
  if (width === 360) for (let i = 0; i < 3; i++) await page.screenshot({ path: `/tmp/symbols-${name}-${i}.png`, fullPage: true, clip: { x: 0, y: i * 1100, width: 360, height: 1100 } }).catch(() => {});
  console.log(name, "scrollWidth", wide);
};
const pages = what === "all" ? ["contracts", "webhooks", "feed", "users", "audit"] : what.split(",");
for (const p of pages) {
  await shot(`/admin/${p}`, `${p}-dark`);
  await shot(`/admin/${p}`, `${p}-light`, { scheme: "light" });
  await shot(`/admin/${p}`, `${p}-phone`, { width: 360, height: 780 });
}
if (process.argv[3] === "roll") {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/admin/contracts");
  await page.getByText("At an instant").click();
  await page.getByLabel("New York time").fill("2026-11-24T10:00");
  await page.getByRole("button", { name: "Dry run" }).click();
  await page.getByRole("region", { name: "Dry run" }).waitFor();
  await page.getByLabel("Stop buffer, points").fill("10");
  await page.getByRole("button", { name: "Show what changes" }).click();
  await page.waitForTimeout(3000);
  await page.screenshot({ path: "/tmp/symbols-roll-1.png", fullPage: true, clip: { x: 0, y: 500, width: 1440, height: 700 } });
  await page.screenshot({ path: "/tmp/symbols-roll-2.png", fullPage: true, clip: { x: 0, y: 1650, width: 1440, height: 900 } });
}
await browser.close();
