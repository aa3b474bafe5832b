import type { ExperimentFile } from '../protocol/experiment';

/** One row of the card's table: weights to start from and how they are tuned. */
export interface Trial {
  readonly sample: 'digits' | 'solids';
  readonly weights: 'vit-nano' | 'random';
  readonly method: ExperimentFile['method'] & { readonly id: string };
  readonly learningRate: number;
  /** More for what gains by more: a probe, and training from scratch. */
  readonly epochs: number;
}

export const samples = ['digits', 'solids'] as const;
export const seeds = [0, 1, 2] as const;
export const shots = 10;

/** Learning rates with the best validation accuracy of those tried on the digits; the test split had no say. */
const tuned = [
  { weights: 'vit-nano', method: { id: 'linear' }, learningRate: 0.01, epochs: 100 },
  { weights: 'vit-nano', method: { id: 'vpt-deep' }, learningRate: 0.01, epochs: 30 },
  { weights: 'vit-nano', method: { id: 'adaptformer' }, learningRate: 3e-3, epochs: 30 },
  { weights: 'vit-nano', method: { id: 'lora' }, learningRate: 3e-3, epochs: 30 },
  { weights: 'vit-nano', method: { id: 'full' }, learningRate: 3e-4, epochs: 30 },
  { weights: 'random', method: { id: 'linear' }, learningRate: 0.3, epochs: 100 },
  { weights: 'random', method: { id: 'full' }, learningRate: 1e-4, epochs: 100 },
] as const;

/** Every row, sample by sample. */
export const trials: readonly Trial[] = samples.flatMap(sample => tuned.map(row => ({ sample, ...row })));

/**
 * The experiment of a trial and a seed.
 * @param checkpoint the pre-trained weights. @param samplesFolder ends in `samples`.
 */
export function experimentOf(trial: Trial, seed: number, checkpoint: string, samplesFolder: string): ExperimentFile {
  const { sample, weights, method, learningRate, epochs } = trial;
  return {
    backbone: { architecture: 'vit-nano', ...(weights === 'vit-nano' && { checkpoint }) },
    data: { kind: 'image-folder', path: `${samplesFolder}/${sample}`, shots },
    method: { ...method },
    training: {
      epochs,
      batchSize: 20,
      warmupEpochs: 2,
      optimizer: { name: 'adamw', learningRate },
    },
    seed,
  };
}
