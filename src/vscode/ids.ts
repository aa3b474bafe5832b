/** Every name that code and manifest share; a test compares the two. */
export const commandIds = {
  trySample: 'visualTuning.trySample',
  newExperiment: 'visualTuning.newExperiment',
  openSetup: 'visualTuning.openSetup',
  openAsText: 'visualTuning.openAsText',
  forecast: 'visualTuning.forecast',
  run: 'visualTuning.run',
  stop: 'visualTuning.stop',
  pause: 'visualTuning.pause',
  continue: 'visualTuning.continue',
  resume: 'visualTuning.resume',
  setLearningRate: 'visualTuning.setLearningRate',
  openMetrics: 'visualTuning.openMetrics',
  inspectAttention: 'visualTuning.inspectAttention',
  compareRuns: 'visualTuning.compareRuns',
  deleteRun: 'visualTuning.deleteRun',
  revealRun: 'visualTuning.revealRun',
  showTrainerLog: 'visualTuning.showTrainerLog',
  refresh: 'visualTuning.refresh',
  groupRuns: 'visualTuning.groupRuns',
  sortRuns: 'visualTuning.sortRuns',
  filterRuns: 'visualTuning.filterRuns',
  openSelected: 'visualTuning.openSelected',
  clearFilter: 'visualTuning.clearFilter',
  engines: 'visualTuning.engines',
  installTensorflow: 'visualTuning.installTensorflow',
  removeTensorflow: 'visualTuning.removeTensorflow',
  measureEngines: 'visualTuning.measureEngines',
  showLog: 'visualTuning.showLog',
} as const;

/** The type of each webview panel, by which the editor restores it, and of the editor of experiment files. */
export const viewTypes = {
  setup: 'visualTuning.setup',
  metrics: 'visualTuning.metrics',
  attention: 'visualTuning.attention',
  compare: 'visualTuning.compare',
  engines: 'visualTuning.engines',
} as const;

/** The view in the activity bar. */
export const explorerId = 'visualTuning.explorer';

/** What `when` clauses know of the extension. */
export const contextKeys = {
  /** Whether the explorer shows some runs only. */
  filtered: 'visualTuning.filtered',
  /** Whether the workspace has experiment files. */
  hasExperiments: 'visualTuning.hasExperiments',
} as const;

/** Settings, without the section `visualTuning`. */
export const settings = {
  nodePath: 'nodePath',
  engine: 'engine',
  threads: 'threads',
  parallelRuns: 'parallelRuns',
  codeLens: 'codeLens',
} as const;

export const settingsSection = 'visualTuning';

/** Experiment files, as the editor selects documents and files. */
export const experimentPattern = '**/*.tuning.json';

/** What the product calls itself in lists of terminals, problems and output. */
export const productName = 'Visual Tuning';
