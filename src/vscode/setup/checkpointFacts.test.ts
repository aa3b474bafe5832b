import { beforeEach, expect, test, vi } from 'vitest';
import { findArchitecture } from '../../backbones/architecture';
import { parseExperiment } from '../../experiments/load';
import type { BackboneFacts } from '../../protocol/inspection';
import type { Setup } from '../../protocol/setupPanel';

const workspace = { isTrusted: true };
vi.mock('vscode', () => ({
  workspace,
  l10n: { t: (sentence: string) => sentence },
  CancellationTokenSource: class {
    readonly token = { isCancellationRequested: false };
    cancel(): void {
      this.token.isCancellationRequested = true;
    }
  },
}));
const { CheckpointFacts } = await import('./checkpointFacts');

const architecture = findArchitecture('vit-tiny-patch16-224');
const { normEpsilon, activation, projection, preprocessing } = architecture;
const mean: BackboneFacts = {
  by: 'checkpoint',
  problem: null,
  fits: null,
  notes: ['a note'],
  refinements: { normEpsilon, activation, pooling: 'mean', projection, preprocessing },
};

/** Facts about one checkpoint and then another, with what was asked and told. */
function facts(answer: () => Promise<BackboneFacts>) {
  const asked: unknown[] = [];
  const told: boolean[] = [];
  const made: InstanceType<typeof CheckpointFacts> = Reflect.construct(CheckpointFacts, [
    { request: async (_: unknown, params: unknown) => (asked.push(params), answer()) },
    (replaces: boolean) => told.push(replaces),
    { error: () => undefined },
  ]);
  const about = (checkpoint?: string): { pooling: string; counted: Setup['backbone']['counted'] } => {
    const backbone = { architecture: architecture.id, checkpoint };
    const text = JSON.stringify({ backbone, data: { kind: 'image-folder', path: 'x' }, method: { id: 'linear' } });
    const experiment = parseExperiment(text, 'a.tuning.json');
    const found = made.about({ experiment, architecture }, { file: '/a.tuning.json', text });
    return { pooling: found.architecture.pooling, counted: found.counted };
  };
  return { about, asked, told };
}
const answered = () => new Promise(resolve => setTimeout(resolve));

beforeEach(() => {
  workspace.isTrusted = true;
});

test('the name counts until the checkpoint has been looked into, which is told', async () => {
  const { about, asked, told } = facts(async () => mean);
  expect(about('a.safetensors')).toMatchObject({ pooling: 'cls', counted: { by: 'unknown', problem: null } });
  await answered();
  expect(told).toEqual([false]);
  expect(about('a.safetensors')).toEqual({
    pooling: 'mean',
    counted: { by: 'checkpoint', problem: null, fits: null, notes: ['a note'] },
  });
  expect(asked).toHaveLength(1);
});

test('what is known of one checkpoint is not said of another', async () => {
  const { about, asked } = facts(async () => mean);
  about('a.safetensors');
  await answered();
  expect(about('b.safetensors')).toMatchObject({ pooling: 'cls', counted: { by: 'unknown' } });
  expect(asked).toHaveLength(2);
});

test('without a checkpoint nothing is asked', () => {
  const { about, asked } = facts(async () => mean);
  expect(about().counted.by).toBe('name');
  expect(asked).toEqual([]);
});

test('a file that becomes another is noticed after a while, and the answer stays meanwhile', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(10_000);
  let answer = mean;
  const { about, told } = facts(async () => answer);
  about('a.safetensors');
  await answered();
  answer = { ...mean, by: 'unusable', problem: 'a.safetensors does not exist.' };
  vi.mocked(performance.now).mockReturnValue(13_000);
  expect(about('a.safetensors').counted.by).toBe('checkpoint');
  await answered();
  expect(told).toEqual([false, true]);
  expect(about('a.safetensors').counted.problem).toBe('a.safetensors does not exist.');
  vi.restoreAllMocks();
});

test('in a workspace that is not trusted no process is asked', () => {
  workspace.isTrusted = false;
  const { about, asked } = facts(async () => mean);
  expect(about('a.safetensors').counted).toMatchObject({ by: 'unknown', problem: expect.stringContaining('Trust') });
  expect(asked).toEqual([]);
});

test('a failure is said, and the name counts', async () => {
  const { about } = facts(() => Promise.reject(new Error('The process ended.')));
  about('a.safetensors');
  await answered();
  expect(about('a.safetensors')).toMatchObject({ pooling: 'cls', counted: { problem: 'The process ended.' } });
});
