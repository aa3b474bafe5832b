import type * as vscode from 'vscode';
import type { EnginesWords } from '../../protocol/enginesPanel';

/** The words of the page of engines in the language of the editor. */
export const enginesWords = (l10n: typeof vscode.l10n): EnginesWords => ({
  title: l10n.t('Engines'),
  looking: l10n.t('Looking at the engines …'),
  lookAgain: l10n.t('Look Again'),
  measure: l10n.t('Measure'),
  install: l10n.t('Install'),
  remove: l10n.t('Remove'),
  cancel: l10n.t('Cancel'),
  auto: l10n.t('auto is {0}', '{0}'),
  engine: l10n.t('Engine'),
  version: l10n.t('Version'),
  device: l10n.t('Device'),
  threads: l10n.t('Threads'),
  memory: l10n.t('Memory'),
  memoryHelp: l10n.t('What a process holds that has loaded the engine and nothing else.'),
  speed: l10n.t('Training speed'),
  imagesPerSecond: l10n.t('images/s'),
  actions: l10n.t('Actions'),
  notUsable: l10n.t('not usable'),
  isAuto: l10n.t('auto'),
  oneDnn: l10n.t('with oneDNN'),
  noOneDnn: l10n.t('without oneDNN'),
  measured: l10n.t('Training speed was measured on {0}: {1}.', '{0}', '{1}'),
  notMeasured: l10n.t('Training speed has not been measured on this machine yet: it takes some ten seconds.'),
  machine: l10n.t('This machine'),
  cores: l10n.t('cores'),
  noCard: l10n.t('no NVIDIA card'),
  driver: l10n.t('driver'),
  progress: l10n.t('{0} of {1}', '{0}', '{1}'),
});
