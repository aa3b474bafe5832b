import { type AttentionMaps, type Model, isPromptMode } from './attentionMaps';
import { areSame, leastDifference } from './rounding';
import type { Shown } from './state';
import { type ValueRange, rangeAroundZero, rangeOf } from './valueRange';

/** What is looked at: which map, and how its scale is chosen. */
export type Look = Pick<Shown, 'mode' | 'layer' | 'head' | 'prompt' | 'scale' | 'fromZero'>;

/** One map as it is drawn over the image. */
export interface MapFigure {
  /** What it is of; `prompt` where the mode has one map for each prompt. */
  readonly of: Model | 'difference' | 'prompt';
  readonly values: Float32Array;
  readonly range: ValueRange;
  /** What each value would be if attention were the same to all keys; null where that has no meaning. */
  readonly even: number | null;
  /** Of a difference that is rounding alone: whether all layers are as they were, or this map is. */
  readonly same?: 'everywhere' | 'here';
}

/** The large maps: one for the chosen prompt, or tuned, before and their difference. None for class token → prompts. */
export function mapFigures(maps: AttentionMaps, look: Look): MapFigure[] {
  const { mode, layer, head, prompt } = look;
  if (mode === 'clsToPrompts') return [];
  if (isPromptMode(mode)) {
    const values = prompt === null ? maps.allPrompts(mode, layer, head) : maps.prompts(mode, layer, head)[prompt];
    if (!values) return [];
    // All together are another quantity than each: a sum has a scale of its own.
    const range = prompt === null ? rangeOf([values], look.fromZero) : promptRange(maps, look, values);
    const keysSummed = prompt === null && mode === 'patchesToPrompts' ? maps.promptsOf(layer) : 1;
    return [{ of: 'prompt', values, range, even: keysSummed / maps.keysOf('tuned', layer) }];
  }
  const models = (['before', 'tuned'] as const).map(model => ({
    of: model,
    values: mode === 'rollout' ? maps.attention[model].rolloutPatches : maps.cls(model, layer, head),
  }));
  const difference = maps.difference(mode === 'rollout' ? 'rollout' : { layer, head });
  return [
    ...models.map(figure => ({
      ...figure,
      range: clsRange(maps, look, figure.values),
      even: mode === 'rollout' ? null : 1 / maps.keysOf(figure.of, layer),
    })),
    {
      of: 'difference',
      values: difference,
      range: differenceRange(maps, look, difference, leastDifference(models.map(({ values }) => values))),
      even: null,
      ...(areSame(models[0].values, models[1].values) && { same: maps.isUntouched ? 'everywhere' : 'here' }),
    },
  ];
}

const layersOf = ({ attention }: AttentionMaps) => Array.from({ length: attention.layers }, (_, layer) => layer);

/** The range of a prompt's map, large or small. */
export function promptRange(
  maps: AttentionMaps,
  { mode, layer, head, scale, fromZero }: Look,
  values: Float32Array,
): ValueRange {
  if (scale === 'map' || !isPromptMode(mode)) return rangeOf([values], fromZero);
  const layers = scale === 'layer' ? [layer] : layersOf(maps);
  return remembered(maps, `${mode} ${layers.join()} ${head} ${fromZero}`, () =>
    rangeOf(
      layers.flatMap(each => maps.prompts(mode, each, head)),
      fromZero,
    ),
  );
}

function clsRange(maps: AttentionMaps, { mode, layer, head, scale, fromZero }: Look, values: Float32Array): ValueRange {
  if (scale === 'map') return rangeOf([values], fromZero);
  if (mode === 'rollout') {
    return rangeOf([maps.attention.before.rolloutPatches, maps.attention.tuned.rolloutPatches], fromZero);
  }
  const layers = scale === 'layer' ? [layer] : layersOf(maps);
  return remembered(maps, `cls ${layers.join()} ${head} ${fromZero}`, () =>
    rangeOf(
      layers.flatMap(each => [maps.cls('before', each, head), maps.cls('tuned', each, head)]),
      fromZero,
    ),
  );
}

/** @param least what is more than rounding: a scale that went less far would colour noise */
function differenceRange(
  maps: AttentionMaps,
  { mode, head, scale }: Look,
  values: Float32Array,
  least: number,
): ValueRange {
  if (scale !== 'all' || mode === 'rollout') return rangeAroundZero([values], least);
  return remembered(maps, `difference ${head}`, () => {
    const { tuned, before } = maps.attention;
    return rangeAroundZero(
      layersOf(maps).map(layer => maps.difference({ layer, head })),
      leastDifference([tuned.clsToPatches, before.clsToPatches]),
    );
  });
}

const known = new WeakMap<AttentionMaps, Map<string, ValueRange>>();

/** A range over many maps, computed once for each image and checkpoint. */
function remembered(maps: AttentionMaps, key: string, compute: () => ValueRange): ValueRange {
  const ranges = known.get(maps) ?? new Map<string, ValueRange>();
  known.set(maps, ranges);
  const range = ranges.get(key) ?? compute();
  ranges.set(key, range);
  return range;
}
