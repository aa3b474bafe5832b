import type { Command } from './command';

/** Every command by name, of one word or two, in the order of the help. A command's file is loaded when it is asked for. */
export const commandTable: Readonly<Record<string, () => Promise<Command>>> = {
  methods: async () => (await import('./commands/methods')).methods,
  params: async () => (await import('./commands/params')).params,
  run: async () => (await import('./commands/run')).run,
  resume: async () => (await import('./commands/resume')).resume,
  predict: async () => (await import('./commands/predict')).predict,
  compare: async () => (await import('./commands/compare')).compare,
  features: async () => (await import('./commands/features')).features,
  'inspect attention': async () => (await import('./commands/inspectAttention')).inspectAttention,
  'inspect checkpoint': async () => (await import('./commands/inspectCheckpoint')).inspectCheckpoint,
  bench: async () => (await import('./commands/bench')).bench,
  engines: async () => (await import('./commands/engines')).engines,
  'engines install': async () => (await import('./commands/enginesInstall')).enginesInstall,
  'engines remove': async () => (await import('./commands/enginesRemove')).enginesRemove,
  'engines measure': async () => (await import('./commands/enginesMeasure')).enginesMeasure,
  'engines turns': async () => (await import('./commands/enginesTurns')).enginesTurns,
  'engines probe': async () => (await import('./commands/enginesProbe')).enginesProbe,
  sample: async () => (await import('./commands/sample')).sample,
};
