import { expect, test, vi } from 'vitest';
import { runOf } from './explorer.fixture';
import { explorerModel } from './explorerModel';
import { explorerViewSchema } from './explorerView';

vi.mock('vscode', async () => ({
  EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  Uri: { file: (fsPath: string) => ({ fsPath }) },
  l10n: { t: (sentence: string) => sentence },
}));
const { ExplorerTree } = await import('./explorerTree');

const model = (...ids: string[]) =>
  explorerModel(
    { experiments: [], runs: ids.map(id => runOf(id)), series: new Map() },
    explorerViewSchema.parse({ group: 'none' }),
  );

/** A tree that is ready once it is told to begin, with what it shows then, and how often it had all drawn anew. */
function waitingTree(...ids: string[]) {
  let begin: () => void = () => undefined;
  const beginning = new Promise<void>(resolve => (begin = resolve));
  const tree: InstanceType<typeof ExplorerTree> = new ExplorerTree(beginning.then(() => tree.show(model(...ids))));
  let redrawn = 0;
  tree.onDidChangeTreeData(changed => (redrawn += changed === undefined ? 1 : 0));
  return { tree, begin, redrawn: () => redrawn };
}

test('who asked for the roots before they were known gets them, and is not told to ask again', async () => {
  const { tree, begin, redrawn } = waitingTree('a-1');
  const asked = tree.getChildren();
  begin();
  expect((await asked).map(({ id }) => id)).toEqual(model('a-1').roots);
  expect(redrawn()).toBe(0);
  tree.show(model('a-1', 'a-2'));
  expect(redrawn()).toBe(1);
});

test('who has not asked yet is told that there is something', async () => {
  const { tree, begin, redrawn } = waitingTree('a-1');
  begin();
  await vi.waitFor(() => expect(redrawn()).toBe(1), 20_000);
  expect(await tree.getChildren()).toHaveLength(1);
});
