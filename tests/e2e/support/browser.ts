import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Response,
} from "playwright-core";
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
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !isAnswer(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

/** Opens an address of the console, and waits until the page answers to what is done there. */
export async function visit(page: Page, url: string): Promise<Response | null> {
  const response = await page.goto(url);
  await ready(page);
  return response;
}

/** Opens an address, and waits until the page is also told of what changes elsewhere. */
export async function visitLive(page: Page, url: string): Promise<void> {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let isTold = false;
  network.on("Network.eventSourceMessageReceived", ({ eventName }) => (isTold ||= eventName === "ready"));
  await visit(page, url);
  await expect.poll(() => isTold, { message: "the page's event stream is ready" }).toBe(true);
  await network.detach();
}

/** Presses and keys are lost until React has taken over all that is there, and its effects have run. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(isTakenOver);
  await settled(page);
}

/** What was begun on the page has been drawn, and its effects have run. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5000 }));
  });
}

/** The focus comes to something whose name is like this; a form moves it only after it was drawn. */
export async function expectFocus(page: Page, name: RegExp): Promise<void> {
  await expect.poll(() => focused(page)).toMatch(name);
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

interface ReactRoot {
  stateNode: { current: { memoizedState: { element: unknown; isDehydrated?: boolean } } };
}

/** Runs in the page. React marks what is its own; form data that it only sends along, in hidden inputs, is not. */
function isTakenOver(): boolean {
  const mark = (node: Node, name: string) => Object.keys(node).find((key) => key.startsWith(name));
  const rootKey = mark(document, "__reactContainer");
  if (!rootKey) return false;
  const root = Reflect.get(document, rootKey) as ReactRoot;
  const { element, isDehydrated } = root.stateNode.current.memoizedState;
  const interactive = "a[href], button, form, input:not([type=hidden]), select, textarea";
  const isOwned = (node: Element) => mark(node, "__reactProps") !== undefined;
  return element !== null && !isDehydrated && [...document.querySelectorAll(interactive)].every(isOwned);
}
