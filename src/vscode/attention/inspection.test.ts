import { expect, test } from 'vitest';
import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { RequestContract } from '../../protocol/request';
import { encodeFloats } from '../../protocol/floats';
import { type Inspector, RunInspection } from './inspection';

const empty = encodeFloats(new Float32Array(0));
const one = encodeFloats(Float32Array.of(1));
const maps = {
  clsToPatches: one,
  clsToPrompts: empty,
  patchesToPrompts: empty,
  promptsToPatches: empty,
  rolloutPatches: one,
  rolloutPrompts: empty,
  predictions: [],
};
const attention = {
  layers: 1,
  heads: 1,
  promptHeads: 1,
  grid: 1,
  prompts: 0,
  promptsOfLayer: [0],
  keysOfLayer: [0],
  carried: false,
  picture: '',
  notes: [],
  tuned: maps,
  before: maps,
};
const twoHeads = { ...maps, clsToPatches: encodeFloats(Float32Array.of(1, 1)) };
const image = { className: '0', predicted: '0', probability: 1, picture: '' };

/** Answers when it is told to. */
class FakeInspector implements Inspector {
  readonly asked: { readonly params: unknown; readonly token?: CancellationToken; answer(value: unknown): void }[] = [];

  request<Params, Result>(contract: RequestContract<Params, Result>, params: Params, token?: CancellationToken) {
    return new Promise<Result>(resolve => {
      this.asked.push({ params, token, answer: value => resolve(contract.result.parse(value)) });
    });
  }
}

const asking = () => {
  const inspector = new FakeInspector();
  const inspection = new RunInspection('/run', inspector);
  inspection.know('/a.png');
  inspection.know('/b.png');
  const ask = (image: string, head: number | null = null) =>
    inspection.answer({ type: 'attention', checkpoint: 'last', image, head });
  return { inspector, inspection, ask };
};

test('a newer request cancels the one before, whose answer nobody hears', async () => {
  const { inspector, ask } = asking();
  const first = ask('/a.png');
  const second = ask('/b.png');
  expect(inspector.asked[0].token?.isCancellationRequested).toBe(true);
  for (const { answer } of inspector.asked) answer(attention);
  expect(await first).toBeNull();
  expect(await second).toMatchObject({ type: 'attention', image: '/b.png' });
});

test('requests of different kinds leave each other alone', async () => {
  const { inspector, inspection, ask } = asking();
  const first = ask('/a.png');
  const second = inspection.answer({ type: 'similarity', checkpoint: 'last' });
  inspector.asked[0].answer(attention);
  inspector.asked[1].answer({ layers: 1, prompts: 1, promptsOfLayer: [1], similarity: one });
  expect(await first).toMatchObject({ type: 'attention' });
  expect(await second).toMatchObject({ similarity: { similarity: Float32Array.of(1) } });
  expect(inspection.isBusy).toBe(false);
});

test('the attention of an image and checkpoint is computed once', async () => {
  const { inspector, ask } = asking();
  const first = ask('/a.png');
  inspector.asked[0].answer(attention);
  await first;
  expect(await ask('/a.png')).toMatchObject({ type: 'attention', image: '/a.png' });
  expect(inspector.asked).toHaveLength(1);
});

test('heads are asked for one by one where all together are too large, and each once', async () => {
  const { inspector, ask } = asking();
  const answers = [];
  for (const head of [null, 1, 1]) {
    const answer = ask('/a.png', head);
    inspector.asked[answers.length]?.answer({ ...attention, heads: 2, tuned: twoHeads, before: twoHeads });
    answers.push(await answer);
  }
  expect(inspector.asked.map(({ params }) => params)).toMatchObject([{ head: null }, { head: 1 }]);
  expect(answers).toMatchObject([{ head: null }, { head: 1 }, { head: 1 }]);
});

test('any head is answered with what was computed where all heads are there', async () => {
  const { inspector, ask } = asking();
  const first = ask('/a.png');
  inspector.asked[0].answer({ ...attention, heads: 2, promptHeads: 2, tuned: twoHeads, before: twoHeads });
  await first;
  expect(await ask('/a.png', 1)).toMatchObject({ head: 1 });
  expect(inspector.asked).toHaveLength(1);
});

test('a file that the page was never told of is not read', async () => {
  const { inspector, ask } = asking();
  await expect(ask('/etc/passwd')).rejects.toThrow('/etc/passwd is not an image of this panel: choose it again.');
  expect(inspector.asked).toHaveLength(0);
});

test('images that were listed can be asked for', async () => {
  const { inspector, inspection, ask } = asking();
  const list = inspection.answer({ type: 'images', which: 'validation', checkpoint: 'last', limit: 1 });
  inspector.asked[0].answer({ images: [{ file: '/c.png', ...image }], total: 1 });
  await list;
  void ask('/c.png');
  expect(inspector.asked).toHaveLength(2);
});

test('cancelling answers with nothing', async () => {
  const { inspector, inspection } = asking();
  const found = inspection.answer({ type: 'nearest', checkpoint: 'last', layer: 0, prompt: 0 });
  inspection.cancel('nearest');
  inspector.asked[0].answer({ patches: [], images: 0 });
  expect(await found).toBeNull();
});
