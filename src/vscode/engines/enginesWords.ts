import type { EnginesWords } from '../../protocol/enginesPanel';
import type { Translate } from '../explorer/runWords';

/** The words of the page of engines in the language of the editor. */
export const enginesWords = (t: Translate): EnginesWords => ({
  title: t('Engines'),
  looking: t('Looking at the engines …'),
  lookAgain: t('Look Again'),
  measure: t('Measure'),
  install: t('Install'),
  remove: t('Remove'),
  cancel: t('Cancel'),
  auto: t('auto is {0}', '{0}'),
  engine: t('Engine'),
  version: t('Version'),
  device: t('Device'),
  threads: t('Threads'),
  memory: t('Memory'),
  memoryHelp: t('What a process holds that has loaded the engine and nothing else.'),
  speed: t('Training speed'),
  imagesPerSecond: t('images/s'),
  actions: t('Actions'),
  notUsable: t('not usable'),
  isAuto: t('auto'),
  oneDnn: t('with oneDNN'),
  noOneDnn: t('without oneDNN'),
  measured: t('Training speed was measured on {0}: {1}.', '{0}', '{1}'),
  notMeasured: t('Training speed has not been measured on this machine yet: it takes some ten seconds.'),
  machine: t('This machine'),
  cores: t('cores'),
  noCard: t('no NVIDIA card'),
  driver: t('driver'),
  progress: t('{0} of {1}', '{0}', '{1}'),
});
