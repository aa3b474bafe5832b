import { expect, test } from 'vitest';
import type { RunOverview } from '../../protocol/runOverview';
import { runOf } from './explorer.fixture';
import { explorerChanges } from './explorerChanges';
import { type ExperimentFile, type ExplorerModel, explorerModel } from './explorerModel';
import { type ExplorerView, explorerViewSchema } from './explorerView';

const fileOf = (name: string, said: Partial<ExperimentFile> = {}): ExperimentFile => ({
  path: `/project/${name}.tuning.json`,
  ...{ root: '/project', name, method: 'vpt-deep', problem: null, ...said },
});

const model = (
  experiments: readonly ExperimentFile[],
  runs: readonly RunOverview[],
  view: Partial<ExplorerView> = {},
  series: Readonly<Record<string, number>> = {},
) => explorerModel({ experiments, runs, series: new Map(Object.entries(series)) }, explorerViewSchema.parse(view));

/** The tree as nested names. */
function outline({ roots, nodes }: ExplorerModel): Record<string, string[]> {
  const nameOf = (id: string) => {
    const node = nodes.get(id);
    if (!node) return `${id}?`;
    return node.kind === 'run' ? node.run.id : node.kind === 'experiment' ? node.name : id;
  };
  return Object.fromEntries(roots.map(id => [nameOf(id), (nodes.get(id)?.children ?? []).map(nameOf)]));
}

test('runs stand beneath the experiment of their name, newest first', () => {
  const runs = [runOf('a-1', { created: 1 }), runOf('b-1'), runOf('a-2', { created: 2 })];
  expect(outline(model([fileOf('b'), fileOf('a'), fileOf('c')], runs))).toEqual({
    a: ['a-2', 'a-1'],
    b: ['b-1'],
    c: [],
  });
});

test('runs whose file is gone stand under their name', () => {
  const { roots, nodes } = model([fileOf('b')], [runOf('a-1')]);
  expect(roots.map(id => nodes.get(id))).toMatchObject([
    { kind: 'experiment', name: 'a', file: null },
    { kind: 'experiment', name: 'b', children: [] },
  ]);
});

test('runs of another workspace folder are not those of an experiment of the same name', () => {
  const there = runOf('a-1', { path: '/other/.tuning/runs/a-1' });
  const { roots, nodes } = model([fileOf('a')], [runOf('a-2'), there]);
  expect(roots.map(id => nodes.get(id)?.children)).toEqual([
    ['run:/project/.tuning/runs/a-2'],
    ['run:/other/.tuning/runs/a-1'],
  ]);
});

test('of two files of one name the first has the runs, and the other says so', () => {
  const second = fileOf('a', { path: '/project/z/a.tuning.json' });
  const { roots, nodes } = model([second, fileOf('a')], [runOf('a-1')]);
  expect(roots.map(id => nodes.get(id))).toMatchObject([
    { namesake: null, children: ['run:/project/.tuning/runs/a-1'] },
    { namesake: '/project/a.tuning.json', children: [] },
  ]);
});

test('experiments of one name are told apart by their files, also in two workspace folders', () => {
  const files = [
    fileOf('a'),
    fileOf('a', { path: '/project/z/a.tuning.json' }),
    fileOf('b', { path: '/other/b.tuning.json', root: '/other' }),
    fileOf('b'),
    fileOf('c'),
  ];
  const { roots, nodes } = model(files, []);
  const ambiguous = roots.flatMap(id => {
    const node = nodes.get(id);
    return node?.kind === 'experiment' ? [`${node.name} ${node.isAmbiguous}`] : [];
  });
  expect(ambiguous).toEqual(['a true', 'a true', 'b true', 'b true', 'c false']);
});

const mixed = [
  runOf('a-1', { presence: 'running', best: { epoch: 1, accuracy: 0.5 }, trainable: 300 }),
  runOf('b-1', { presence: 'crashed', best: null, trainable: null, method: 'lora' }),
  runOf('b-2', { presence: 'paused', best: { epoch: 1, accuracy: 0.9 }, trainable: 100, method: 'lora' }),
  runOf('b-10', { best: { epoch: 1, accuracy: 0.7 }, trainable: 200, method: 'lora' }),
];

test('runs are grouped by state in the order of the states, and by method', () => {
  expect(outline(model([], mixed, { group: 'state', order: 'name' }))).toEqual({
    'state:underWay': ['a-1', 'b-2'],
    'state:done': ['b-10'],
    'state:failed': ['b-1'],
  });
  expect(outline(model([], mixed, { group: 'method', order: 'name' }))).toEqual({
    'method:lora': ['b-1', 'b-2', 'b-10'],
    'method:vpt-deep': ['a-1'],
  });
});

test.each([
  ['name', ['a-1', 'b-1', 'b-2', 'b-10']],
  ['accuracy', ['b-2', 'b-10', 'a-1', 'b-1']],
  ['trainable', ['b-2', 'b-10', 'a-1', 'b-1']],
  ['newest', ['b-10', 'b-2', 'b-1', 'a-1']],
] as const)('runs are sorted by %s', (order, ids) => {
  expect(Object.keys(outline(model([], mixed, { group: 'none', order })))).toEqual(ids);
});

test('runs are filtered by words and by state, and experiments with none of them are left out', () => {
  const files = [fileOf('a'), fileOf('b', { method: 'lora' }), fileOf('c', { method: 'lora' })];
  expect(outline(model(files, mixed, { text: 'LoRA B-1', order: 'name' }))).toEqual({ b: ['b-1', 'b-10'] });
  expect(outline(model(files, mixed, { text: 'lora' }))).toEqual({ b: ['b-10', 'b-2', 'b-1'], c: [] });
  const underWay = model(files, mixed, { states: ['underWay'] });
  expect(outline(underWay)).toEqual({ a: ['a-1'], b: ['b-2'] });
  expect(underWay).toMatchObject({ shown: 2, total: 4 });
});

test('a run that is plotted knows its series', () => {
  const { nodes } = model([], mixed, {}, { '/project/.tuning/runs/b-1': 3 });
  expect(nodes.get('run:/project/.tuning/runs/b-1')).toMatchObject({ series: 3 });
  expect(nodes.get('run:/project/.tuning/runs/b-2')).toMatchObject({ series: null });
});

test('a run that moves on redraws itself alone, and its parent if there is a new best', () => {
  const files = [fileOf('a'), fileOf('b')];
  const moved = mixed.map(run => (run.id === 'b-2' ? { ...run, step: 400 } : run));
  expect(explorerChanges(model(files, mixed), model(files, moved))).toEqual(['run:/project/.tuning/runs/b-2']);
  const better = mixed.map(run => (run.id === 'b-2' ? { ...run, best: { epoch: 2, accuracy: 0.91 } } : run));
  expect(explorerChanges(model(files, mixed), model(files, better))).toEqual([
    'file:/project/b.tuning.json',
    'run:/project/.tuning/runs/b-2',
  ]);
  expect(explorerChanges(model(files, mixed), model(files, mixed))).toEqual([]);
});

test('a new run redraws its experiment, a new experiment everything', () => {
  const files = [fileOf('a'), fileOf('b')];
  const more = [...mixed, runOf('a-2')];
  expect(explorerChanges(model(files, mixed), model(files, more))).toEqual(['file:/project/a.tuning.json']);
  expect(explorerChanges(model(files, mixed), model([...files, fileOf('c')], mixed))).toBe('all');
});

test('a thousand runs are listed within 50 milliseconds, and one of them redrawn within 100', () => {
  const files = Array.from({ length: 50 }, (_, index) => fileOf(`experiment-${index}`));
  const runs = Array.from({ length: 1000 }, (_, i) =>
    runOf(`experiment-${i % 60}-${i}`, { created: (i * 7919) % 1000 }),
  );
  const times = { listed: Infinity, redrawn: Infinity };
  // Of several attempts the fastest is the one that other work disturbed least.
  for (let attempt = 0; attempt < 10; attempt++) {
    const start = performance.now();
    const before = model(files, runs);
    const listed = performance.now();
    const after = model(files, [{ ...runs[0], step: 1 }, ...runs.slice(1)]);
    expect(explorerChanges(before, after)).toEqual(['run:/project/.tuning/runs/experiment-0-0']);
    times.redrawn = Math.min(times.redrawn, performance.now() - listed);
    times.listed = Math.min(times.listed, listed - start);
    expect(before).toMatchObject({ shown: 1000, total: 1000 });
    expect(before.roots).toHaveLength(60);
  }
  expect(times.listed).toBeLessThan(50);
  expect(times.redrawn).toBeLessThan(100);
});
