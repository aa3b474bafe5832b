import * as vscode from 'vscode';
import { schemasAt } from '../../experiments/fields';
import { experimentSchema } from '../../protocol/experiment';
import { precisionSchema } from '../../protocol/precision';
import type { Control, NumberControl } from '../../protocol/setupControls';
import { onFirstUse } from '../onFirstUse';
import { sliderOver } from './controls';
import { rangeOf } from './numberRange';

const schema = onFirstUse(() => experimentSchema.toJSONSchema({ target: 'draft-7', io: 'input' }));

/** What the schema says about a field. @param optimizer whose fields are meant below `training.optimizer` */
function schemaOf(path: string, optimizer: string) {
  const data = { training: { optimizer: { name: optimizer }, schedule: { name: 'step' } } };
  const [found = {}] = schemasAt(schema(), data, path.split('.'));
  const described = [found, ...(found.anyOf ?? [])].find(({ type }) => type === 'number' || type === 'integer');
  return { help: found.description ?? '', ...described };
}

type Bounds = Pick<ReturnType<typeof schemaOf>, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'>;

interface NumberOptions {
  /** What the slider covers; null for a field alone. */
  readonly slider: readonly [number, number] | null;
  readonly empty?: string;
  readonly optimizer?: string;
}

/** The ends of a schema's range; that of all whole numbers has none. */
function boundsOf(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds,
  whole: boolean,
): Parameters<typeof rangeOf>[0] {
  const isEnd = (end: unknown): end is number => typeof end === 'number' && Math.abs(end) < Number.MAX_SAFE_INTEGER;
  const [above, below] = [exclusiveMinimum, exclusiveMaximum].map(end => (isEnd(end) ? end : null));
  // Above 0 the whole numbers begin with 1.
  const lowest = whole && above !== null ? above + 1 : (above ?? (isEnd(minimum) ? minimum : null));
  const highest = whole && below !== null ? below - 1 : (below ?? (isEnd(maximum) ? maximum : null));
  return {
    whole,
    minimum: lowest,
    maximum: highest,
    open: { minimum: !whole && above !== null, maximum: !whole && below !== null },
  };
}

function number(path: string, label: string, { slider, empty, optimizer = 'adamw' }: NumberOptions): NumberControl {
  const { help, ...schema } = schemaOf(path, optimizer);
  const whole = schema.type === 'integer';
  return {
    kind: 'number',
    path,
    label,
    help,
    whole,
    ...rangeOf(boundsOf(schema, whole)),
    slider: slider && sliderOver({ minimum: slider[0], maximum: slider[1] }),
    empty: empty ?? null,
  };
}

const boolean = (path: string, label: string, optimizer = 'adamw'): Control => ({
  kind: 'boolean',
  path,
  label,
  help: schemaOf(path, optimizer).help,
});

/** The controls of `data`, but for the folder itself. */
export const dataControls = (): Control[] => [
  number('data.validation', vscode.l10n.t('validation'), { slider: [0, 0.9] }),
  number('data.test', vscode.l10n.t('test'), { slider: [0, 0.9] }),
  number('data.shots', vscode.l10n.t('shots per class'), { slider: null, empty: vscode.l10n.t('all') }),
  boolean('data.augmentation.flip', vscode.l10n.t('flip')),
  boolean('data.augmentation.randomResizedCrop', vscode.l10n.t('random resized crop')),
];

/** The controls of `training`, but for the choices of optimiser and schedule, and of the seed. */
export const trainingControls = (): Control[] => [
  number('training.epochs', vscode.l10n.t('epochs'), { slider: [1, 300] }),
  number('training.batchSize', vscode.l10n.t('batch size'), { slider: [1, 512] }),
  number('training.warmupEpochs', vscode.l10n.t('warm-up epochs'), { slider: [0, 20] }),
  number('training.gradientClipping', vscode.l10n.t('gradient clipping'), {
    slider: null,
    empty: vscode.l10n.t('never'),
  }),
  number('training.labelSmoothing', vscode.l10n.t('label smoothing'), { slider: [0, 0.5] }),
  {
    kind: 'choice',
    path: 'training.precision',
    label: vscode.l10n.t('precision'),
    help: vscode.l10n.t('float16 and bfloat16: TensorFlow, and ONNX Runtime on a card; tf32: NVIDIA cards.'),
    options: precisionSchema.options,
  },
  number('seed', vscode.l10n.t('seed'), { slider: null }),
];

/** The controls of an optimiser. */
export function optimizerControls(optimizer: 'adamw' | 'sgd'): Control[] {
  const field = (name: string, label: string, slider: NumberOptions['slider'] = null) =>
    number(`training.optimizer.${name}`, label, { slider, optimizer });
  const common = [
    field('learningRate', vscode.l10n.t('learning rate'), [1e-5, 1]),
    field('weightDecay', vscode.l10n.t('weight decay')),
    boolean('training.optimizer.decayAll', vscode.l10n.t('decay all'), optimizer),
  ];
  const own =
    optimizer === 'adamw'
      ? [field('beta1', 'β₁'), field('beta2', 'β₂'), field('epsilon', 'ε')]
      : [field('momentum', vscode.l10n.t('momentum'))];
  return [...common, ...own];
}

/** The controls of the schedule that drops. */
export const stepControls = (): Control[] => [
  number('training.schedule.every', vscode.l10n.t('epochs between drops'), { slider: null }),
  number('training.schedule.factor', vscode.l10n.t('factor of each drop'), { slider: null }),
];
