import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { ensureSample } from '../../src/data/samples';
import type { Forecast } from '../../src/protocol/inspection';
import { preview } from '../../src/inspector/requests/preview';
import { type OpenPage, type OpenPageOptions, openPage } from './openPage';
import { FakeDocument, done, edits, fakeVscode } from './setupEditorFake';
import { themeKinds } from './themes';

vi.mock('vscode', () => fakeVscode);

const { ClassCounter } = await import('../../src/vscode/experiments/classCount');
const { SetupEditor } = await import('../../src/vscode/setup/setupEditor');
const root = new URL('../..', import.meta.url).pathname;

const forecast: Forecast = {
  flopsPerImage: 303_870_424,
  memoryBytes: 436_806_248,
  secondsPerEpoch: 0.63,
  secondsOnce: 0.04,
  trainImages: 100,
  validationImages: 359,
  engine: 'onnxruntime',
  threads: 2,
  basis: 'estimated',
};

const sample = readFileSync(`${root}samples/digits-vpt-deep.tuning.json`, 'utf8');

/** What the editor had to say of failures. */
const logged: unknown[] = [];
const editors: InstanceType<typeof SetupEditor>[] = [];
afterEach(() => {
  editors.splice(0).forEach(editor => editor.dispose());
  expect(logged.splice(0)).toEqual([]);
});

/** A file open in its set-up panel: the real page, the real editor behind it, and a fake VS Code around both. */
async function opened(text = sample, options: OpenPageOptions = {}) {
  await ensureSample(`${root}samples/digits`, `${root}media`);
  const document = new FakeDocument(`${root}samples/digits-vpt-deep.tuning.json`, text);
  edits.of(document);
  let hear: (post: unknown) => unknown = () => undefined;
  let open: OpenPage | undefined;
  const webview = {
    options: {},
    html: '',
    cspSource: '',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: (heard: typeof hear) => {
      hear = heard;
      return { dispose: () => undefined };
    },
    // A test may end while an answer is on its way.
    postMessage: (message: unknown) => open?.send(message).catch(() => undefined),
  };
  const inspector = {
    request: async ({ method }: { method: string }, params: { text: string; file: string }) =>
      method === 'forecast' ? forecast : preview({ ...params, thumbnails: 12 }, { mediaFolder: `${root}media` }),
  };
  const log = { warn: (text: unknown) => logged.push(text), error: (text: unknown) => logged.push(text) };
  const editor: unknown = Reflect.construct(SetupEditor, [
    document,
    { webview, title: 'digits' },
    { folder: new fakeVscode.Uri('/dist'), log, inspector, classes: new ClassCounter() },
  ]);
  if (editor instanceof SetupEditor) editors.push(editor);
  const panel = await openPage('setup', {
    ...options,
    answer: async (post, page) => {
      open = page;
      await hear(post);
    },
  });
  return { panel, document, page: panel.page };
}


test('more shots', async () => {
  for (const [theme, width] of [['dark', 1400], ['light', 700]] as const) {
    const { page } = await opened(sample, { theme, width });
    await page.locator('.thumbnails img').first().waitFor();
    await page.locator('.budget').waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: `/tmp/e/final-${width}.png`, fullPage: true });
  }
});
