/** People: each role sees and may do what is theirs and is refused elsewhere; sign-in, second factor, links, sign-out. */
import { createHmac } from "node:crypto";
import { test as base, expect, type Page } from "@playwright/test";
import { appUrl, change, newcomer, password, type Role, signIn } from "./people.ts";
import { expectNoSideScroll, test, violations } from "./support.ts";

/** A code of an authenticator (RFC 6238, 30 s, 6 digits) for a secret in base32. */
function totp(secret: string, step: number): string {
  const bits = [...secret]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}
const stepNow = (): number => Math.floor(Date.now() / 30_000);

const menu: Readonly<Record<Role, readonly string[]>> = {
  trader: ["Desk", "Signal Lab", "MFE"],
  analyst: ["Desk", "Signal Lab", "MFE"],
  admin: ["Desk", "Signal Lab", "MFE", "Admin"],
};

for (const role of ["trader", "analyst", "admin"] as const) {
  // The plain test: a refused page is an error in the console, as it should be.
  base(`${role}: invited, sees what is theirs and is refused elsewhere`, async ({ browser, request }) => {
    const { page, context, link } = await newcomer(browser, request, role);
    await expect(page.getByRole("navigation", { name: "Pages" }).getByRole("link")).toHaveText([...menu[role]]);
    await expect(page.getByTestId("last-price").first()).toBeVisible({ timeout: 30_000 });
    for (const path of ["/admin", "/admin/users", "/admin/audit"]) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(role === "admin" ? 200 : 403);
      if (role !== "admin") await expect(page.getByText(`You are signed in as ${role}.`)).toBeVisible();
    }
    const invitation = { email: `of-${role}@desk.example`, role: "admin" };
    const invited = await change(page.request, "post", "/api/admin/invitations", invitation);
    expect(invited.status).toBe(role === "admin" ? 201 : 403);
    expect((await page.request.get("/api/signals")).status()).toBe(200);
    // The link that let them in lets nobody else in.
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
    await context.close();
  });
}

base(
  "without a session every page leads to the sign-in, and back to where one wanted to go",
  async ({ browser, request }) => {
    const { context: other, email } = await newcomer(browser, request, "analyst");
    await other.close();
    const context = await browser.newContext({ baseURL: appUrl, storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto("/signal-lab?status=ACTIVE");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await signIn(page, email, "wrong-password-here");
    await expect(page.getByText("Wrong e-mail or password.")).toBeVisible();
    await signIn(page, email, password);
    await expect(page).toHaveURL("/signal-lab?status=ACTIVE");
    expect((await context.cookies())[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    await context.close();
  },
);

base("an address a client only claims is not believed", async ({ browser, request }) => {
  const { context, email } = await newcomer(browser, request, "trader");
  await context.close();
  const liar = await browser.newContext({ baseURL: appUrl, extraHTTPHeaders: { "x-forwarded-for": "6.6.6.6" } });
  await liar.clearCookies();
  const page = await liar.newPage();
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await page.waitForURL("/");
  await page.goto("/account");
  const sessions = page.getByRole("region", { name: "Signed in on" });
  await expect(sessions.getByText("127.0.0.1").first()).toBeVisible();
  await expect(sessions.getByText("6.6.6.6")).toHaveCount(0);
  await liar.close();
});

base("signing out ends the session, and the old cookie opens nothing", async ({ browser, request }) => {
  const { page, context } = await newcomer(browser, request, "trader");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: "Test trader, trader" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await context.addCookies(cookies);
  expect((await page.request.get("/api/session")).status()).toBe(401);
  expect((await page.request.get("/api/stream")).status()).toBe(401);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

base("an open page says so when its session is ended elsewhere, and its stream stops", async ({ browser, request }) => {
  base.setTimeout(120_000);
  const { page, context, email } = await newcomer(browser, request, "trader");
  await expect(page.getByTestId("last-price").first()).toBeVisible({ timeout: 30_000 });
  const people = await (await request.get("/admin/users")).text();
  expect(people).toContain(email);
  const id = new RegExp(`"id\\\\?":\\\\?"([0-9a-f-]{36})\\\\?"[^}]*${email.replaceAll(".", "\\.")}`).exec(people)?.[1];
  const { status } = await change(request, "patch", `/api/admin/users/${id}`, { active: false });
  expect(status).toBe(200);
  await expect(page.getByRole("dialog", { name: "Your session has ended" })).toBeVisible({ timeout: 60_000 });
  // A right password of somebody deactivated gets the words of a wrong one.
  await context.clearCookies();
  await page.goto("/sign-in");
  await signIn(page, email, password);
  await expect(page.getByText("Wrong e-mail or password.")).toBeVisible();
  await context.close();
});

base("a second factor is set up, asked for, and each code opens once", async ({ browser, request }) => {
  const { page, context, email } = await newcomer(browser, request, "analyst");
  await page.goto("/account");
  const panel = page.getByRole("region", { name: "Second factor" });
  await panel.getByLabel("Your password").fill(password);
  await panel.getByRole("button", { name: "Set up" }).click();
  await expect(panel.locator("svg")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const secret = (await panel.locator("code").textContent()) ?? "";
  const recovery = (await panel.locator("li").first().textContent()) ?? "";
  // A code of the present step is good for the next one too: the test does not hang on when a step ends.
  const setUpAt = stepNow();
  await panel.getByLabel("Code").fill(totp(secret, setUpAt));
  await panel.getByRole("button", { name: "Turn on" }).click();
  await expect(panel.getByText("On: signing in asks for a code")).toBeVisible();

  const enter = async (code: string): Promise<Page> => {
    const fresh = await (
      await browser.newContext({ baseURL: appUrl, storageState: { cookies: [], origins: [] } })
    ).newPage();
    await fresh.goto("/sign-in");
    await signIn(fresh, email, password);
    await fresh.getByLabel("Code of your authenticator").fill(code);
    await fresh.getByRole("button", { name: "Sign in" }).click();
    return fresh;
  };
  const code = totp(secret, Math.max(stepNow(), setUpAt + 1));
  const first = await enter(code);
  await expect(first).toHaveURL("/");
  const replayed = await enter(code);
  await expect(replayed.getByText("Wrong code")).toBeVisible();
  const recovered = await enter(recovery);
  await expect(recovered).toHaveURL("/");
  for (const one of [first, replayed, recovered]) await one.context().close();
  await context.close();
});

test("an admin invites, changes a role, resets and deactivates; the audit log says it all", async ({
  page,
  browser,
}) => {
  const { context, email } = await newcomer(browser, page.request, "trader");
  await page.goto("/admin/users");
  const row = page.locator(`[data-person="${email}"]`);
  await row.getByLabel("Role of").selectOption("analyst");
  await expect(row.getByLabel("Role of")).toHaveValue("analyst");
  await row.getByRole("button", { name: "Reset" }).click();
  await expect(row.getByTestId("one-time-link")).toContainText("/invite/");
  await row.getByRole("button", { name: "Deactivate" }).click();
  await expect(row.getByText("deactivated")).toBeVisible();
  await page.goto(`/admin/audit?target=${email}`);
  const entries = page.getByRole("list", { name: "Entries" });
  for (const action of [
    "user.invited",
    "user.created",
    "user.role_changed",
    "user.reset_started",
    "user.deactivated",
  ]) {
    await expect(entries.getByText(action, { exact: true })).toBeVisible();
  }
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "All of these as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("excursion-audit.csv");
  await context.close();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`axe finds nothing on the pages of people in ${colorScheme}`, async ({ page, browser }) => {
    const email = `axe-${colorScheme}-${process.pid}@desk.example`;
    const { body } = await change(page.request, "post", "/api/admin/invitations", { email, role: "trader" });
    await page.emulateMedia({ colorScheme });
    for (const path of ["/account", "/admin/users", "/admin/audit"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await violations(page), path).toEqual([]);
    }
    const stranger = await browser.newPage({
      baseURL: appUrl,
      colorScheme,
      storageState: { cookies: [], origins: [] },
    });
    for (const path of ["/sign-in", (body as { link: string }).link, "/invite/unknown"]) {
      await stranger.goto(path);
      await expect(stranger.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await violations(stranger), path).toEqual([]);
    }
    await stranger.close();
  });
}

test.describe("a phone of 360 px", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  for (const path of ["/account", "/admin/users", "/admin/audit"]) {
    test(`${path} does not scroll sideways`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoSideScroll(page);
      const menuBox = await page.getByRole("button", { name: "Ada Owner, admin" }).boundingBox();
      expect((menuBox?.x ?? 360) + (menuBox?.width ?? 0)).toBeLessThanOrEqual(360);
    });
  }
});
