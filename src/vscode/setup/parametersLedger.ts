import { ledger } from '../../experiments/ledger';
import { instanceNames } from '../../methods/instances';
import { type BackbonePart, backboneParts, moduleOf } from '../../methods/modules';
import type { ParametersLedger } from '../../protocol/parametersLedger';
import type { ReadExperiment } from '../experiments/readExperiment';

/** What the panel calls the parts that are not methods, in the language of the editor. */
export type PartTitles = Readonly<Record<BackbonePart | 'head', string>>;

/**
 * The ledger of an experiment as the set-up panel shows it.
 * @param classes how many the head tells apart, and that in words
 */
export function parametersLedger(
  { architecture, selections }: Pick<ReadExperiment, 'architecture' | 'selections'>,
  classes: { readonly count: number; readonly words: string },
  titles: PartTitles,
): ParametersLedger {
  const { rows, trainable, head, total } = ledger(architecture, selections, classes.count);
  const instances = instanceNames(selections);
  const shown = rows.map(row => ({ ...row, shape: [...row.shape], part: moduleOf(row, instances) }));
  const isBackbone = (part: string) => part !== 'head' && !instances.includes(part);
  const parts = [
    ...backboneParts.map(id => ({ id, title: titles[id] })),
    ...instances.map(id => ({ id, title: id })),
    { id: 'head', title: titles.head },
  ].filter(({ id }) => shown.some(row => row.part === id && row.trainable));
  return {
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
