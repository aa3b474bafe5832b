import { backboneOf } from '../../protocol/experiment';
import { embeddedCheckpoint } from '../../protocol/embeddedBackbone';
import { instanceNames } from '../../methods/instances';
import { type Value, valueSchema } from '../../protocol/setupControls';
import type { Setup } from '../../protocol/setupPanel';
import { scheduleOf } from '../../protocol/training';
import { learningRateAt } from '../../training/schedule';
import type { ReadExperiment } from '../experiments/readExperiment';
import { placeOf } from './litParts';
import { type PartTitles, parametersLedger } from './parametersLedger';

/** Points of the drawn schedule. */
const points = 120;

/** Steps that an epoch is taken to have, as the images are not counted here: the curve's shape hardly depends on it. */
const stepsPerEpoch = 100;

/**
 * An experiment as the set-up panel shows it.
 * @param reading its architecture as it is counted
 * @param name by which it goes if it gives itself none
 * @param counted what that architecture follows from
 * @param classes how many the head tells apart, and that in words
 */
export function setupContents(
  reading: ReadExperiment,
  name: string,
  counted: Setup['backbone']['counted'],
  classes: { readonly count: number; readonly words: string },
  titles: PartTitles,
): Setup {
  const { experiment, architecture, selections } = reading;
  const { training, data, seed } = experiment;
  const { optimizer } = training;
  const schedule = scheduleOf(training);
  const instances = instanceNames(selections);
  const written = typeof experiment.backbone === 'string' ? null : (experiment.backbone.checkpoint ?? null);
  return {
    name: experiment.name ?? name,
    backbone: {
      architecture: backboneOf(experiment).architecture,
      checkpoint: written,
      embedded: typeof experiment.backbone === 'string' && embeddedCheckpoint(experiment.backbone) !== null,
      blocks: architecture.depth,
      imageSize: architecture.imageSize,
      counted,
    },
    methods: selections.map((selection, index) => ({
      id: selection.method.id,
      instance: instances[index],
      values: plainValues(selection.values),
      ...placeOf(architecture, selection),
    })),
    values: {
      ...flattened('data', data),
      ...flattened('training', { ...training, schedule, optimizer }),
      seed,
    },
    optimizer: optimizer.name,
    schedule: schedule.name,
    curve: Array.from({ length: points }, (_, index) =>
      learningRateAt(schedule, Math.round((index / (points - 1)) * (training.epochs * stepsPerEpoch - 1)), {
        peak: optimizer.learningRate,
        epochs: training.epochs,
        warmupEpochs: training.warmupEpochs,
        stepsPerEpoch,
      }),
    ),
    ledger: parametersLedger(reading, classes, titles),
  };
}

const plainValues = (values: Readonly<Record<string, unknown>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueSchema.parse(value)]));

/** Every value below an object, by its path joined with dots. */
function flattened(path: string, value: unknown): Record<string, Value> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.assign({}, ...Object.entries(value).map(([name, inner]) => flattened(`${path}.${name}`, inner)));
  }
  const plain = valueSchema.safeParse(value);
  return plain.success ? { [path]: plain.data } : {};
}
