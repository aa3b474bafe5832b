/** Every name that code and manifest share; a test compares the two. */
export const commandIds = {
  run: 'visualTuning.run',
  showParameters: 'visualTuning.showParameters',
} as const;

/** The type of each webview panel, by which the editor restores it. */
export const viewTypes = { parameters: 'visualTuning.parameters' } as const;

/** Experiment files, as the editor selects documents and files. */
export const experimentPattern = '**/*.tuning.json';

/** What the product calls itself in lists of terminals, problems and output. */
export const productName = 'Visual Tuning';
