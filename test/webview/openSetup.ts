import { readFileSync } from 'node:fs';
import { ensureSample } from '../../src/data/samples';
import { backbone } from '../../src/inspector/requests/backbone';
import { preview } from '../../src/inspector/requests/preview';
import type { Forecast } from '../../src/protocol/inspection';
import type { RunPresence } from '../../src/protocol/runOverview';
import { ClassCounter } from '../../src/vscode/experiments/classCount';
import { SetupEditor } from '../../src/vscode/setup/setupEditor';
import { type OpenPage, type OpenPageOptions, openPage } from './openPage';
import { FakeDocument, edits, fakeVscode } from './setupEditorFake';

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
  besideRuns: 0,
};

/** The text of a sample's file. */
export const sample = readFileSync(`${root}samples/digits-vpt-deep.tuning.json`, 'utf8');

/** The presences of the workspace's runs, and who hears when they change. */
const presences: RunPresence[] = [];
const heard = new Set<() => void>();
const fakeRuns = {
  get runs() {
    return presences.map(presence => ({ presence }));
  },
  onDidChange: (hear: () => void) => {
    heard.add(hear);
    return { dispose: () => heard.delete(hear) };
  },
};

/** Makes the workspace's runs others. */
export function setRuns(...now: RunPresence[]): void {
  presences.splice(0, presences.length, ...now);
  for (const hear of heard) hear();
}

/** What the editors had to say of failures since they were closed last. */
const logged: unknown[] = [];
const editors: SetupEditor[] = [];

/** Closes every panel. @returns what went wrong in them */
export function closeSetups(): unknown[] {
  editors.splice(0).forEach(editor => editor.dispose());
  return logged.splice(0);
}

/**
 * A file open in its set-up panel: the real page, the real editor behind it, and a fake VS Code around both. A test that
 * uses it mocks `vscode` by `fakeVscode`.
 */
export async function openSetup(text = sample, options: OpenPageOptions = {}) {
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
    request: async (
      { method }: { method: string },
      params: { text: string; file: string; measure?: boolean; threads?: number; runs?: number },
    ) => {
      if (method === 'forecast') {
        const { measure, threads = forecast.threads, runs = 0 } = params;
        return { ...forecast, threads, basis: measure ? 'measured' : 'estimated', besideRuns: runs };
      }
      return method === 'backbone'
        ? backbone(params)
        : preview({ ...params, thumbnails: 12 }, { mediaFolder: `${root}media` });
    },
  };
  const log = { warn: (text: unknown) => logged.push(text), error: (text: unknown) => logged.push(text) };
  const editor: unknown = Reflect.construct(SetupEditor, [
    document,
    { webview, title: 'digits', onDidChangeViewState: () => ({ dispose: () => undefined }) },
    { folder: new fakeVscode.Uri('/dist'), log, inspector, classes: new ClassCounter(), runs: fakeRuns },
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
