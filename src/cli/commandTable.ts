import type { Command } from './command';

type CommandTable = Readonly<Record<string, () => Promise<Command>>>;

/** Commands by name, of one word or two, in the order of the help. A command's file is loaded when it is asked for. */
export const commandTable: CommandTable = {
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
  sample: async () => (await import('./commands/sample')).sample,
};

/** Commands that this program starts itself with: they work as the others do, and no list has them. */
export const internalCommands: CommandTable = {
  'engines turns': async () => (await import('./commands/enginesTurns')).enginesTurns,
  'engines probe': async () => (await import('./commands/enginesProbe')).enginesProbe,
};
