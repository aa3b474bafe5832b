// A panel's page in headless Chromium, alone: its real bundle behind the real html and policy, with a fake editor.
//
//   const panel = await openPage('metrics', {
//     theme: 'light',                      // dark (default), light, high-contrast, high-contrast-light
//     width: 700,                          // 1400 by default
//     state: { run: 'digits-lora-1' },     // what the page kept before
//     answer: (request, panel) => {        // called for each message that the page posts
//       if (isReady(request)) return panel.send({ type: 'opened', words, values: new Float32Array([1, 2]) });
//     },
//   });
//   await panel.page.getByRole('button', { name: 'Stop' }).click();         // a Playwright page
//   await panel.waitForPost(post => isDeepStrictEqual(post, { type: 'stop' }));
//   await panel.expectNoViolations();      // axe, the policy, the console
//   await panel.screenshot('/tmp/metrics.png');
//   await panel.setTheme('high-contrast');
//
// Pages are closed after each test. Run one file: npx vitest run --project webview metrics
// `npm run build` is not needed first: the page's bundle is built when it is opened.
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, afterEach, inject } from 'vitest';
import { violationsOf } from './accessibility';
import { type PageBundle, builtPage } from './builtPage';
import { editorScript, panelDocument } from './editorPage';
import { type ThemeKind, themeOf } from './themes';
import { packed, unpacked } from './wire';

/** How a page is opened. */
export interface OpenPageOptions {
  readonly theme?: ThemeKind;
  /** In CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
  /** What the page kept when it was open before. */
  readonly state?: unknown;
  /** The host's side: hears each message that the page posts. */
  readonly answer?: (post: unknown, panel: OpenPage) => void | Promise<void>;
}

/** A page that is open, and the test's hand on its editor. */
export interface OpenPage {
  readonly page: Page;
  /** Every message that the page posted, in order. */
  readonly posts: readonly unknown[];
  /** What the page last kept. */
  state(): unknown;
  /** Sends a message as the host would; typed arrays and array buffers arrive as such. */
  send(message: unknown): Promise<void>;
  /** The first message posted, before or from now on, that `matches`. */
  waitForPost(matches: (post: unknown) => boolean, milliseconds?: number): Promise<unknown>;
  setTheme(kind: ThemeKind): Promise<void>;
  /** Fails with what axe finds on the page as it is now, or what broke the policy or reached the console as an error. */
  expectNoViolations(): Promise<void>;
  screenshot(path: string): Promise<void>;
}

const origin = 'https://panel.test';
/** What is waited for comes later on a busy machine, in milliseconds. */
const patience = 60_000;
let browser: Promise<Browser> | undefined;
const open: Page[] = [];

afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});
afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

/** Opens the page of a panel by the name of its bundle. */
export async function openPage(name: string, options: OpenPageOptions = {}): Promise<OpenPage> {
  return openBundle(name, await builtPage(name), options);
}

/** Opens a page made of this script and this style sheet. */
export async function openBundle(
  name: string,
  { script, style }: PageBundle,
  { theme = 'dark', width = 1400, height = 900, language = 'en', state, answer }: OpenPageOptions = {},
): Promise<OpenPage> {
  browser ??= chromium.connect(inject('browser'));
  const context = await (await browser).newContext({ viewport: { width, height } });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  open.push(page);
  const posts: unknown[] = [];
  const problems: string[] = [];
  let kept = state === undefined ? undefined : JSON.stringify(state);

  const panel: OpenPage = {
    page,
    posts,
    state: () => (kept === undefined ? undefined : JSON.parse(kept)),
    send: message => page.evaluate(text => window.harnessSend(text), packed(message)),
    async waitForPost(matches, milliseconds = patience) {
      const end = Date.now() + milliseconds;
      while (!posts.some(matches)) {
        if (Date.now() > end) {
          const heard = posts.map(post => packed(post).slice(0, 200));
          throw new Error(
            [`The page ${name} posted nothing that matches.`, ...problems, 'Posts:', ...heard].join('\n'),
          );
        }
        await page.waitForTimeout(20);
      }
      return posts.find(matches);
    },
    setTheme: kind => page.evaluate(changed => window.harnessTheme(changed), themeOf(kind)),
    async expectNoViolations() {
      const all = [...problems, ...(await violationsOf(page))];
      if (all.length > 0) throw new Error(`The page ${name} has faults:\n${all.join('\n')}`);
    },
    async screenshot(path) {
      await page.screenshot({ path });
    },
  };

  await page.exposeFunction('harnessPost', async (text: string) => {
    const post = unpacked(text);
    posts.push(post);
    try {
      await answer?.(post, panel);
    } catch (error) {
      // A test may end while an answer is on its way.
      if (!page.isClosed()) problems.push(`The answer to ${text.slice(0, 200)} failed: ${error}`);
    }
  });
  await page.exposeFunction('harnessState', (text: string) => {
    kept = text;
  });
  await page.exposeFunction('harnessViolation', (violation: string) => {
    problems.push(violation);
  });
  page.on('pageerror', error => problems.push(`The page threw ${error.stack ?? error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`The page logged an error: ${message.text()}`);
  });
  const files = new Map([
    ['/', { contentType: 'text/html', body: panelDocument({ name, origin, language, theme: themeOf(theme) }) }],
    [`/${name}.js`, { contentType: 'text/javascript', body: script }],
    [`/${name}.css`, { contentType: 'text/css', body: style }],
    ['/favicon.ico', { contentType: 'image/x-icon', body: '' }],
  ]);
  await page.route('**', route => {
    const url = new URL(route.request().url());
    const file = url.origin === origin ? files.get(url.pathname) : undefined;
    if (file !== undefined) return route.fulfill(file);
    problems.push(`The page asked for ${url.href}.`);
    return route.abort();
  });
  await page.addInitScript(editorScript(kept));
  await page.goto(`${origin}/`);
  return panel;
}
