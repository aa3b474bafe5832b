import type { Architecture } from '../../backbones/architecture';
import type { Site } from '../../backbones/sites';
import { type MethodSelection, resolveTrainables } from '../../methods/instances';
import type { DiagramPart, LitPart } from '../../protocol/setupPanel';

/** Where a method acts on a network: the parts of the diagram, and the blocks that it brings or trains tensors in. */
export interface MethodPlace {
  readonly lit: LitPart[];
  readonly blocks: number[];
}

const partOfSite: Readonly<Record<Exclude<Site, 'mlp'>, DiagramPart>> = {
  patch: 'embedding',
  tokens: 'tokens',
  norm1: 'norm1',
  q: 'q',
  k: 'k',
  v: 'v',
  output: 'output',
  attention: 'attention',
  norm2: 'norm2',
  fc1: 'fc1',
  fc2: 'fc2',
  block: 'block',
  norm: 'norm',
};

const partOfTensor: readonly (readonly [RegExp, DiagramPart])[] = [
  [/^blocks\.\d+\.norm1\./, 'norm1'],
  [/^blocks\.\d+\.q\./, 'q'],
  [/^blocks\.\d+\.k\./, 'k'],
  [/^blocks\.\d+\.v\./, 'v'],
  [/^blocks\.\d+\.output\./, 'output'],
  [/^blocks\.\d+\.norm2\./, 'norm2'],
  [/^blocks\.\d+\.(fc1|gate)\./, 'fc1'],
  [/^blocks\.\d+\.fc2\./, 'fc2'],
];

/** Where a method acts on an architecture, by what it attaches and what it trains. */
export function placeOf(architecture: Architecture, selection: MethodSelection): MethodPlace {
  const { method, values } = selection;
  const trainables = resolveTrainables(architecture, [selection]);
  const attachment = method.attach?.(values, architecture) ?? {};
  const added = [
    ...Object.keys(attachment.sites ?? {}).map(site => partAt(site, method.subgroup)),
    ...(attachment.prompts ? ['prompts' as const] : []),
  ];
  const trained = trainables
    .filter(({ kind }) => kind === 'backbone')
    .map(({ name, layer }) => {
      if (layer === 'embedding' || layer === 'norm' || layer === 'head') return layer;
      return partOfTensor.find(([pattern]) => pattern.test(name))?.[1] ?? 'block';
    });
  const blocks = new Set(trainables.flatMap(({ layer }) => (typeof layer === 'number' ? [layer] : [])));
  return {
    lit: [...lit(added, 'added'), ...lit(trained, 'trained')],
    blocks: [...blocks].sort((a, b) => a - b),
  };
}

/** An adapter at the MLP stands behind it or beside it, as the survey divides them. */
function partAt(site: string, subgroup: string): DiagramPart {
  if (site === 'mlp') return subgroup === 'parallel' ? 'mlp-beside' : 'mlp-after';
  return Object.entries(partOfSite).find(([name]) => name === site)?.[1] ?? 'block';
}

const lit = (parts: readonly DiagramPart[], how: LitPart['how']): LitPart[] =>
  [...new Set(parts)].map(part => ({ part, how }));
