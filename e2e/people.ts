/** The people of the browser tests and how they come in. The first admin is made as any owner would: with the setup code. */
import fs from "node:fs";
import path from "node:path";
import type { APIRequestContext, Browser, BrowserContext, Page } from "@playwright/test";

/** Where the app under test is (playwright.config.ts starts it there). */
export const appPort = Number(process.env["E2E_PORT"] ?? 3200);
export const appUrl = `http://127.0.0.1:${appPort}`;
/** Where the app under test keeps its data. */
export const dataDir = path.resolve(process.env["E2E_DATA_DIR"] ?? ".data/e2e");
/** The session most tests run with. */
export const adminState = path.join(dataDir, "admin-session.json");

export const admin = { name: "Ada Owner", email: "ada@desk.example", password: "tide-lamp-42-orchard" };
export const password = "quiet-harbour-17-kites";

export type Role = "trader" | "analyst" | "admin";

/** The code as the launcher wrote it down for its owner; null once it is used. */
export function setupCode(): string | null {
  const file = path.join(dataDir, "setup-code");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : null;
}

/** Fills the sign-in page and sends it. */
export async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** A change as our own pages send it. */
export async function change(
  request: APIRequestContext,
  method: "post" | "patch" | "delete",
  route: string,
  data: unknown = {},
): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await request[method](route, { data, headers: { origin: appUrl } });
  return { status: answer.status(), body: await answer.json().catch(() => null) };
}

let made = 0;

/** Somebody new, invited by the admin and signed in by the link, in a browser of their own. */
export async function newcomer(
  browser: Browser,
  adminRequest: APIRequestContext,
  role: Role,
): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly email: string; readonly link: string }> {
  made += 1;
  const email = `${role}-${process.pid}-${made}@desk.example`;
  const { body } = await change(adminRequest, "post", "/api/admin/invitations", { email, role });
  const { link } = body as { link: string };
  const context = await browser.newContext({ baseURL: appUrl, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Name").fill(`Test ${role}`);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.waitForURL("/");
  return { context, page, email, link };
}
