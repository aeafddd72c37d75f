import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";

/** The two widths that every page is looked at. */
export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

export interface Tab {
  page: Page;
  context: BrowserContext;
  /** What a browser complained of: errors on the page and in its console, and what the policy refused. */
  complaints: string[];
}

let browser: Promise<Browser> | undefined;

/** A browser of its own kind: no cookies, nothing remembered. Closed with the test file. */
export async function openTab(options: BrowserContextOptions = {}): Promise<Tab> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: sizes.desktop, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !isAnswer(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** Where the focus is, as a person would call it. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const hasLabels = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement;
    const labels = hasLabels ? [...(at.labels ?? [])].map((label) => label.innerText) : [];
    return (at?.getAttribute("aria-label") ?? labels[0] ?? at?.textContent ?? "").trim();
  });
}

/** Presses Tab until the focus is on something of this name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = typeof name === "string" ? (text: string) => text.startsWith(name) : (text: string) => name.test(text);
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    const here = await focused(page);
    if (wanted(here)) return;
    passed.push(here);
    await page.keyboard.press("Tab");
  }
  expect.fail(`Tab never came to ${String(name)}; it passed ${passed.join(", ")}`);
}

async function launch(): Promise<Browser> {
  const launched = await chromium.launch({ executablePath, args });
  afterAll(() => launched.close());
  return launched;
}

/** The browser notes every answer of 4xx as an error; those are what the tests ask for. */
function isAnswer(text: string): boolean {
  return text.startsWith("Failed to load resource");
}
