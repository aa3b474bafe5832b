import type { Layer } from '../../backbones/parameter';
import { type LedgerRow, ledger } from '../../experiments/ledger';
import { instanceNames } from '../../methods/instances';
import type { ParametersLedger } from '../../protocol/parametersPanel';
import type { ReadExperiment } from '../experiments/readExperiment';

/** The parts that the backbone's own tensors fall into, in forward order. */
const backboneParts = ['embedding', 'attention', 'mlp', 'norms', 'other'] as const;
type BackbonePart = (typeof backboneParts)[number];

const blockParts: readonly (readonly [RegExp, BackbonePart])[] = [
  [/^blocks\.\d+\.(q|k|v|output)\./, 'attention'],
  [/^blocks\.\d+\.(fc1|fc2|gate)\./, 'mlp'],
  [/^(blocks\.\d+\.)?norm/, 'norms'],
];

/** What the panel calls the parts that are not methods, in the language of the editor. */
export type PartTitles = Readonly<Record<BackbonePart | 'head', string>>;

function backbonePart(layer: Layer, name: string): BackbonePart {
  if (layer === 'embedding') return 'embedding';
  return blockParts.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/** The method that added a tensor, by its name in the experiment; undefined for the backbone's own. */
const addedBy = ({ name }: LedgerRow, instances: readonly string[]) =>
  instances.find(instance => name.startsWith(`${instance}.`));

/**
 * The ledger of an experiment as the parameters panel shows it.
 * @param name what the experiment is called
 * @param classes how many the head tells apart, and that in words
 */
export function parametersLedger(
  { architecture, selections }: ReadExperiment,
  name: string,
  classes: { readonly count: number; readonly words: string },
  titles: PartTitles,
): ParametersLedger {
  const { rows, trainable, head, total } = ledger(architecture, selections, classes.count);
  const instances = instanceNames(selections);
  const shown = rows.map(row => {
    const added = addedBy(row, instances);
    const part = row.layer === 'head' ? 'head' : (added ?? backbonePart(row.layer, row.name));
    return { ...row, shape: [...row.shape], part };
  });
  const isBackbone = (part: string) => part !== 'head' && !instances.includes(part);
  const parts = [
    ...backboneParts.map(id => ({ id, title: titles[id] })),
    ...instances.map(id => ({ id, title: id })),
    { id: 'head', title: titles.head },
  ].filter(({ id }) => shown.some(row => row.part === id && row.trainable));
  return {
    name,
    backbone: architecture.id,
    method: instances.join('+'),
    backboneParameters: shown.reduce((sum, row) => sum + (isBackbone(row.part) ? row.parameters : 0), 0),
    trainable,
    head,
    total,
    classes: classes.words,
    parts,
    rows: shown,
  };
}
