import { InputError } from '../../protocol/inputError';
import { type Architecture, findArchitecture } from '../architecture';
import { vitParameters } from '../vit/parameters';
import { clipLayouts } from './clipNames';
import { huggingFaceLayouts } from './huggingFaceNames';
import { type Layout, ownLayout, placeOf } from './layout';
import { listed } from './listed';
import type { SafetensorsFile } from './safetensors';
import { timmLayouts } from './timmNames';

const layouts: readonly Layout[] = [...timmLayouts, ...huggingFaceLayouts, ...clipLayouts, ownLayout];

const everything: Architecture = {
  ...findArchitecture('vit-nano'),
  depth: 1,
  mlp: 'swiglu',
  layerScale: true,
  registers: 1,
  embeddingNorm: true,
  projection: 1,
};

/** The names of all that any architecture has, with one block. */
const names: readonly string[] = [...vitParameters(everything).map(({ name }) => name), 'head.weight', 'head.bias'];

/**
 * The layout that knows most of the file's tensors, by those of its first block and all outside of the blocks.
 * @throws {InputError} if none knows any.
 */
export function chooseLayout({ path, tensors }: Pick<SafetensorsFile, 'path' | 'tensors'>): Layout {
  const counted = layouts
    .filter(({ suits }) => suits?.(tensor => tensors.get(tensor)?.shape) ?? true)
    .map(layout => ({
      layout,
      known: names.filter(name => tensors.has(placeOf(layout, name).tensor)).length,
    }));
  const best = counted.reduce((a, b) => (b.known > a.known ? b : a));
  if (best.known > 0) return best.layout;
  throw new InputError(
    `${path} has no tensor named as in timm's, Hugging Face's or OpenCLIP's Vision Transformers or as Visual Tuning ` +
      `names them (it has ${listed([...tensors.keys()])}): use a checkpoint of one of these libraries.`,
  );
}
