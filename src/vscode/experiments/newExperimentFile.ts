import { findMethod } from '../../methods/catalogue';
import type { Group } from '../../methods/method';
import type { ExperimentFile } from '../../protocol/experiment';

/** What a person decides of a new experiment. */
export interface NewExperiment {
  readonly name: string;
  /** Folder of the images, relative to the file or absolute. */
  readonly data: string;
  readonly backbone: ExperimentFile['backbone'];
  /** Id of the method. */
  readonly method: string;
}

/** Peak learning rates of AdamW to begin with: the fewer values are trained, the larger. */
const learningRates: Readonly<Record<Group, number>> = {
  'fine-tuning': 5e-4,
  prompt: 1e-2,
  adapter: 3e-3,
  parameter: 3e-3,
  remapping: 3e-3,
};

/** A head alone takes large steps; it has no features to spoil. */
const linearLearningRate = 1e-2;

/** The text of a new experiment file: what was decided, and what is most often changed. */
export function newExperimentText({ name, data, backbone, method: id }: NewExperiment): string {
  const { group, hyperparameters } = findMethod(id);
  const sizes = Object.entries(hyperparameters).filter(([, { kind }]) => kind === 'integer');
  const file: ExperimentFile = {
    name,
    backbone,
    data: { kind: 'image-folder', path: data, validation: 0.2, test: 0.2 },
    method: { id, ...Object.fromEntries(sizes.map(([field, { default: value }]) => [field, value])) },
    training: {
      epochs: 20,
      batchSize: 32,
      optimizer: { name: 'adamw', learningRate: id === 'linear' ? linearLearningRate : learningRates[group] },
      schedule: 'cosine',
      warmupEpochs: 2,
    },
    seed: 0,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Why a text can't be the name of a new experiment, or undefined. @param taken names of files that are there */
export function nameProblem(name: string, taken: ReadonlySet<string>): 'empty' | 'characters' | 'taken' | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'empty';
  // What some system or other refuses in the name of a file.
  if (/[<>:"/\\|?*]|\p{Cc}/u.test(trimmed) || trimmed.startsWith('.')) return 'characters';
  return taken.has(`${trimmed}.tuning.json`.toLowerCase()) ? 'taken' : undefined;
}
