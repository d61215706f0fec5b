/** Visits of the pages over many entries: first paint with nothing in the browser's cache, and the frames while a list is scrolled. */
import type { Browser, Page } from "@playwright/test";
import { frameReport, quantile } from "../desk/frames";
import { traced } from "../desk/page";
import { signedInContext } from "../web/start";

/** Visits measured of a page; one before them lets the server compile what it runs. */
const VISITS = 10;
/** A pass down the list: so many px in each frame, for so long. */
const SCROLL_PX_A_FRAME = 180;
const SCROLL_MS = 8_000;
const CONTENT_WAIT_MS = 20_000;
const labRow = "[data-testid=lab-list] [data-id]";

/** A page, and what must be drawn of it to count as there. */
export interface PageUnderTest {
  readonly path: string;
  readonly content: string;
}

export const labPage: PageUnderTest = { path: "/signal-lab?source=simulated", content: labRow };
export const mfePage: PageUnderTest = { path: "/mfe?source=simulated", content: "[data-testid^=summary-]" };

/** Times since the address was entered, ms. */
interface Visit {
  readonly paint: number;
  readonly content: number;
}

/** Who visits: a browser, where, as whom. */
export interface Visitor {
  readonly browser: Browser;
  readonly address: string;
  readonly cookie: string;
}

/** Marks when `content` is drawn; runs in the page before anything of it. */
function watchContent(content: string): void {
  const look = () => {
    if (document.querySelector(content) === null) return requestAnimationFrame(look);
    return requestAnimationFrame(() => performance.mark("bench-content"));
  };
  requestAnimationFrame(look);
}

async function withPage<T>({ browser, address, cookie }: Visitor, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await signedInContext(browser, address, cookie);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

function visit(visitor: Visitor, { path, content }: PageUnderTest): Promise<Visit> {
  return withPage(visitor, async (page) => {
    await page.addInitScript(watchContent, content);
    await page.goto(visitor.address + path);
    const drawn = () => performance.getEntriesByName("bench-content").length > 0;
    await page.waitForFunction(drawn, undefined, { timeout: CONTENT_WAIT_MS });
    return page.evaluate(() => {
      const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
      return { paint: at("first-contentful-paint"), content: at("bench-content") };
    });
  });
}

/** Visits of a page one after the other, each as a new reader: a line about them, and the slowest first paint, ms. */
export async function visits(visitor: Visitor, page: PageUnderTest): Promise<{ line: string; worst: number }> {
  await visit(visitor, page);
  const seen: Visit[] = [];
  for (let count = 0; count < VISITS; count += 1) seen.push(await visit(visitor, page));
  const spread = (values: readonly number[]) => {
    const sorted = [...values].sort((left, right) => left - right);
    return `p50 ${quantile(sorted, 0.5).toFixed(0)} ms, max ${quantile(sorted, 1).toFixed(0)} ms`;
  };
  const paints = seen.map(({ paint }) => paint);
  const line = `${page.path}: first paint ${spread(paints)}; its data drawn ${spread(seen.map(({ content }) => content))}; ${VISITS} visits`;
  return { line, worst: Math.max(...paints) };
}

interface Scrolled {
  readonly px: number;
  readonly frames: number;
  /** Frames in which the middle of the list held no row yet. */
  readonly bare: number;
}

/** Scrolls a little in every frame, and looks what stands in the middle of the list. */
function scrollDown(page: Page): Promise<Scrolled> {
  return page.evaluate(
    ({ px, ms }) =>
      new Promise<Scrolled>((resolve) => {
        const box = document.querySelector("[data-testid=lab-list]");
        if (box === null) throw new Error("there is no list");
        const { left, top, width, height } = box.getBoundingClientRect();
        const end = performance.now() + ms;
        let [frames, bare] = [0, 0];
        const step = () => {
          const middle = document.elementFromPoint(left + width / 2, top + height / 2);
          frames += 1;
          if (middle?.closest("[data-id]") == null) bare += 1;
          box.scrollTop += px;
          if (performance.now() < end) requestAnimationFrame(step);
          else resolve({ px: box.scrollTop, frames, bare });
        };
        requestAnimationFrame(step);
      }),
    { px: SCROLL_PX_A_FRAME, ms: SCROLL_MS },
  );
}

/** A line about the frames of the Lab's list while somebody runs down it. */
export function scrolling(visitor: Visitor): Promise<string> {
  return withPage(visitor, async (page) => {
    await page.goto(visitor.address + labPage.path);
    const row = page.locator(labRow).first();
    const rowPx = await row.evaluate((element) => element.clientHeight);
    const session = await visitor.browser.newBrowserCDPSession();
    const [events, scrolled] = await Promise.all([traced(session, page, SCROLL_MS), scrollDown(page)]);
    const report = frameReport(events);
    if (report === null) throw new Error("expected frames while scrolling, got none");
    const { work, intervals, longTasks } = report;
    const at = (values: readonly number[], part: number) => quantile(values, part).toFixed(1);
    return (
      `scrolling ${(scrolled.px / rowPx).toFixed(0)} rows in ${scrolled.frames} frames: interval p50 ${at(intervals, 0.5)} ms, ` +
      `p95 ${at(intervals, 0.95)} ms, max ${at(intervals, 1)} ms; work per frame p95 ${at(work, 0.95)} ms, max ${at(work, 1)} ms; ` +
      `${longTasks} long tasks; rows not there yet in ${scrolled.bare} frames`
    );
  });
}
