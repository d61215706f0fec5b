/** Makes the first admin through the setup page, or signs in when an earlier run has; the other tests start from this session. */
import { expect, test as setup } from "@playwright/test";
import { admin, adminState, setupCode, signIn } from "./people.ts";

setup("the first admin comes in with the code from the console", async ({ page }) => {
  const code = setupCode();
  if (code === null) {
    await page.goto("/sign-in");
    await signIn(page, admin.email, admin.password);
  } else {
    await page.goto("/");
    await expect(page.getByText("Nobody can sign in yet")).toBeVisible();
    await page.goto("/setup");
    await page.getByLabel("Code").fill("WRNG-CODE");
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByText("This is not the code")).toBeVisible();
    await page.goto(`/setup?code=${code}`);
    await page.getByLabel("Name").fill(admin.name);
    await page.getByLabel("E-mail").fill(admin.email);
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button", { name: "Make the first admin" }).click();
  }
  await page.waitForURL("/");
  await expect(page.getByRole("button", { name: `${admin.name}, admin` })).toBeVisible();
  expect((await page.request.get("/setup")).status()).toBe(404);
  expect(setupCode()).toBeNull();
  await page.context().storageState({ path: adminState });
});
