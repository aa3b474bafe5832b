import { expect, test } from 'vitest';
import { openBundle } from './openPage';
import { themeKinds } from './themes';

const quiet = `
  const api = acquireVsCodeApi();
  document.querySelector('#app').innerHTML = '<h1>Runs</h1><button>Stop</button>';
  addEventListener('message', ({ data }) => {
    const { values } = data;
    api.setState({ seen: values.length });
    api.postMessage({ sum: values.reduce((a, b) => a + b), values, type: values.constructor.name });
  });
  api.postMessage({ type: 'ready', state: api.getState() });
`;
const style = 'body { background: var(--vscode-editor-background); }';
const opened = (script: string, options?: Parameters<typeof openBundle>[2]) =>
  openBundle('example', { script, style }, options);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

test('a page hears the host, posts to it and keeps its state, with arrays of numbers as they are', async () => {
  const panel = await opened(quiet, {
    state: { seen: 7 },
    answer: (_, { posts, send }) => (posts.length === 1 ? send({ values: new Float32Array([1.5, 2]) }) : undefined),
  });
  await panel.waitForPost(post => isObject(post) && 'sum' in post);
  expect(panel.posts).toEqual([
    { type: 'ready', state: { seen: 7 } },
    { sum: 3.5, values: new Float32Array([1.5, 2]), type: 'Float32Array' },
  ]);
  await expect.poll(() => panel.state()).toEqual({ seen: 2 });
});

test.for(themeKinds)('a page without faults passes in %s', async theme => {
  const panel = await opened(quiet, { theme });
  await panel.expectNoViolations();
});

test('the theme can change while the page is open', async () => {
  const panel = await opened(quiet, { theme: 'dark' });
  const background = () => panel.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe('rgb(31, 31, 31)');
  await panel.setTheme('light');
  expect(await background()).toBe('rgb(255, 255, 255)');
});

const withFault = (script: string) => `${quiet}; ${script}`;
test.for([
  ['what axe finds', `document.querySelector('button').textContent = ''`, /button-name/],
  ['pale text', `document.querySelector('h1').style.color = '#333'`, /color-contrast/],
  ['an inline style', `document.querySelector('h1').setAttribute('style', 'color: red')`, /style-src/],
  ['compiled code', `try { new Function('return 1')() } catch {}`, /script-src/],
  ['a request to elsewhere', `fetch('https://elsewhere.test/').catch(() => {})`, /connect-src/],
  ['an error that nobody catches', `setTimeout(() => { throw new Error('oops') })`, /oops/],
  ['an error on the console', `console.error('lost')`, /lost/],
] as const)('a page fails by %s', async ([, fault, sentence]) => {
  const panel = await opened(withFault(fault));
  await expect.poll(() => panel.expectNoViolations().catch(String)).toMatch(sentence);
});
