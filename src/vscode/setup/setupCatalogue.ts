import * as vscode from 'vscode';
import { architectureIds } from '../../backbones/architecture';
import { embeddedCheckpoint } from '../../protocol/embeddedBackbone';
import { methods } from '../../methods/catalogue';
import { type Group, type Method, groups } from '../../methods/method';
import { valueSchema } from '../../protocol/setupControls';
import type { OfferedMethod, SetupCatalogue } from '../../protocol/setupPanel';
import { controlOf } from './controls';
import { dataControls, optimizerControls, stepControls, trainingControls } from './fieldControls';

/** What the set-up panel offers, in the language of the editor. */
export const setupCatalogue = (): SetupCatalogue => ({
  groups: groups.map(id => ({ id, title: groupTitle(id) })),
  methods: methods.map(offered),
  backbones: families(),
  data: dataControls(),
  training: trainingControls(),
  optimizers: { adamw: optimizerControls('adamw'), sgd: optimizerControls('sgd') },
  stepSchedule: stepControls(),
});

function groupTitle(group: Group): string {
  switch (group) {
    case 'fine-tuning':
      return vscode.l10n.t('Fine-tuning');
    case 'prompt':
      return vscode.l10n.t('Prompt');
    case 'adapter':
      return vscode.l10n.t('Adapter');
    case 'parameter':
      return vscode.l10n.t('Parameter');
    case 'remapping':
      return vscode.l10n.t('Remapping');
  }
}

function offered({ id, title, group, idea, citation, hyperparameters }: Method): OfferedMethod {
  const declarations = Object.entries(hyperparameters);
  return {
    id,
    title,
    group,
    idea,
    citation: {
      text: `${citation.authors} (${citation.year}). ${citation.title}.`,
      arxiv: citation.arxiv ?? null,
    },
    controls: declarations.map(([name, declaration]) => controlOf(name, declaration)),
    defaults: Object.fromEntries(
      declarations.map(([name, declaration]) => [name, valueSchema.parse(declaration.default)]),
    ),
  };
}

/** Named architectures by family: those whose weights travel with the product first. */
function families(): SetupCatalogue['backbones'] {
  const embedded = architectureIds.filter(id => embeddedCheckpoint(id) !== null);
  const others = architectureIds.filter(id => embeddedCheckpoint(id) === null);
  const family = (id: string) => id.replace(/-(nano|tiny|small|base|large|huge|giant)-.*$/, '');
  const names = [...new Set(others.map(family))];
  return [
    { family: vscode.l10n.t('Pre-trained, travels with the extension'), ids: embedded },
    ...names.map(name => ({ family: name, ids: others.filter(id => family(id) === name) })),
  ];
}
