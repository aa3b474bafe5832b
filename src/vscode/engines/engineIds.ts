/** Commands about engines. */
export const engineCommandIds = {
  engines: 'visualTuning.engines',
  installTensorflow: 'visualTuning.installTensorflow',
  removeTensorflow: 'visualTuning.removeTensorflow',
  measureEngines: 'visualTuning.measureEngines',
} as const;

/** The type of the webview panel. */
export const enginesViewType = 'visualTuning.engines';
