import type { Attention, AttentionMaps, PanelCheckpoint } from '../../src/protocol/attentionPanel';
import type { RunImage } from '../../src/protocol/inspection';

/** A picture of one colour gradient, 2 by 2 pixels, as a PNG file in base64. */
export const examplePicture =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNoaGhg+P8fAAuCBABNKrBdAAAAAElFTkSuQmCC';

/** How large an attention is. */
export interface AttentionSize {
  readonly layers: number;
  readonly heads: number;
  readonly grid: number;
  readonly prompts: number;
}

/** Attention whose maps are spots: each prompt and head has its own place, deeper layers narrower ones. */
export function exampleAttention(size: AttentionSize, brightness = 1): Attention {
  const { layers, heads, grid, prompts } = size;
  const patches = grid ** 2;
  const floats = (...shape: number[]) => new Float32Array(shape.reduce((product, length) => product * length, 1));
  const spot = (patch: number, seed: number, layer: number) => {
    const [row, column] = [Math.floor(patch / grid), patch % grid];
    const [y, x] = [(seed * 0.37) % 1, (seed * 0.61) % 1];
    const far = ((row + 0.5) / grid - y) ** 2 + ((column + 0.5) / grid - x) ** 2;
    return (brightness * Math.exp((-far * (layer + 2)) / 0.3)) / patches;
  };
  const maps = (count: number, shift: number): AttentionMaps => {
    const filledBy = (array: Float32Array, value: (index: number) => number) => array.map((_, index) => value(index));
    const layerOf = (index: number, each: number) => Math.floor(index / (heads * each));
    return {
      clsToPatches: filledBy(floats(layers, heads, patches), i =>
        spot(i % patches, shift + (Math.floor(i / patches) % heads) * 1.3, layerOf(i, patches)),
      ),
      clsToPrompts: filledBy(
        floats(layers, heads, count),
        i => (((i * 7) % 11) + 1) / 200 / (1 + Math.abs(layerOf(i, count) - 2)),
      ),
      patchesToPrompts: filledBy(floats(layers, heads, count, patches), i =>
        spot(i % patches, 1 + Math.floor(i / patches) * 0.83, layerOf(i, count * patches)),
      ),
      promptsToPatches: filledBy(floats(layers, heads, count, patches), i =>
        spot(i % patches, 3 + Math.floor(i / patches) * 0.57, layerOf(i, count * patches)),
      ),
      rolloutPatches: filledBy(floats(patches), i => spot(i, 2 + shift, 3)),
      rolloutPrompts: filledBy(floats(layers, count), i => (((i * 5) % 7) + 1) / 300),
      predictions: [
        { name: '3', probability: 0.912 },
        { name: '8', probability: 0.051 },
        { name: '5', probability: 0.02 },
      ],
    };
  };
  return {
    layers,
    heads,
    promptHeads: heads,
    grid,
    prompts,
    promptsOfLayer: Array.from({ length: layers }, () => prompts),
    keysOfLayer: Array.from({ length: layers }, () => 1 + prompts + patches),
    carried: false,
    picture: examplePicture,
    notes:
      prompts > 0
        ? [
            {
              about: 'prompts to patches',
              sentence: 'Prompt → patches: the prompts of a layer ask nothing; the map is what they would read.',
            },
          ]
        : [],
    tuned: maps(prompts, 0),
    before: { ...maps(0, 0.4), predictions: [] },
  };
}

/** A run's checkpoints, one for each epoch. */
export const exampleCheckpoints = (epochs: number): PanelCheckpoint[] =>
  Array.from({ length: epochs }, (_, index) => ({
    name: `step-${index + 1}`,
    epoch: index + 1,
    step: 10 * (index + 1),
    within: false,
    best: index === 2,
  }));

/** Images of ten classes, of which every seventh is taken for another. */
export const exampleImages = (count: number): RunImage[] =>
  Array.from({ length: count }, (_, index) => ({
    file: `/data/digits/${index % 10}/${String(index).padStart(4, '0')}.png`,
    className: String(index % 10),
    predicted: String(index % 7 === 6 ? (index + 3) % 10 : index % 10),
    probability: 0.5 + (index % 50) / 100,
    picture: examplePicture,
  }));
