/** What every browser test shares: console errors fail the test, and the worker's own words are at hand. */
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import axe from "axe-core";

interface Worker {
  readonly pid: number;
  /** Streams open now. */
  readonly clients: number;
  /** Streams opened since its start. */
  readonly connected: number;
}

interface Expectations {
  /** Statuses a test provokes on purpose: the browser itself writes each such answer to the console as an error. */
  readonly refusals: readonly number[];
  readonly quietConsole: undefined;
}

/** `test` of this project: any console error or uncaught exception of a page is a failure. */
export const test = base.extend<Expectations>({
  refusals: [[], { option: true }],
  quietConsole: [
    async ({ context, refusals }, use) => {
      const problems: string[] = [];
      const provoked = (text: string) =>
        refusals.some((status) =>
          text.startsWith(`Failed to load resource: the server responded with a status of ${status} `),
        );
      context.on("console", (message) => {
        if (message.type() === "error" && !provoked(message.text()))
          problems.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => problems.push(`uncaught: ${error.error().message}`));
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The pages of the app, by path. */
export const paths = [
  "/",
  "/signal-lab",
  "/mfe",
  "/admin",
  "/admin/contracts",
  "/admin/webhooks",
  "/admin/feed",
  "/health",
] as const;

export function lastPrice(page: Page): Locator {
  return page.getByTestId("last-price").first();
}

export function badge(page: Page): Locator {
  return page.getByTestId("feed-badge");
}

/** Opens a page and waits for the first live price. */
export async function openLive(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  await expect(badge(page)).toHaveAttribute("data-state", "SIMULATED", { timeout: 30_000 });
  await expect(lastPrice(page)).toBeVisible({ timeout: 30_000 });
}

/** The worker's report through the app. Throws when the worker does not answer. */
export async function worker(page: Page): Promise<Worker> {
  const answer = await page.request.get("/api/health");
  const body = (await answer.json()) as {
    worker: { report: { pid: number; hub: { clients: number; connected: number } } | null };
  };
  if (body.worker.report === null) throw new Error("the worker does not answer");
  const { pid, hub } = body.worker.report;
  return { pid, clients: hub.clients, connected: hub.connected };
}

/** What axe finds on a page as it is now, one line per rule; with a selector, in the first element it names. */
export async function violations(page: Page, part = "html"): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    // The script above defined it; a page has no types for it.
    const runner = (globalThis as unknown as { axe: typeof import("axe-core") }).axe;
    const result = await runner.run(selector);
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }, part);
}

/** Fails when a page 360 px wide scrolls sideways, naming what reaches beyond its right edge. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= 360) return [];
    const parts = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > 360.5);
    return [
      `the page is ${scrollWidth} px wide`,
      ...parts.map((one) => `${one.outerHTML.slice(0, 160)} → ${Math.round(one.getBoundingClientRect().right)}`),
    ];
  });
  expect(beyond).toEqual([]);
}
