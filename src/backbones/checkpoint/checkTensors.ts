import { InputError } from '../../protocol/inputError';
import type { Architecture } from '../architecture';
import { vitParameters } from '../vit/parameters';
import { quote } from './headerScanner';
import { type Layout, ownLayout, placeOf, shapeInFile } from './layout';
import { gridOf, lookalike, measure } from './measuredArchitecture';
import type { SafetensorsFile } from './safetensors';
import { timmLayout } from './timmNames';

const layouts: readonly Layout[] = [timmLayout, ownLayout];

type Tensors = Pick<SafetensorsFile, 'path' | 'tensors'>;

/**
 * The layout that knows most of the file's tensors.
 * @throws {InputError} if none knows any.
 */
export function chooseLayout({ path, tensors }: Tensors, architecture: Architecture): Layout {
  const parameters = vitParameters(architecture);
  const counted = layouts.map(layout => ({
    layout,
    known: parameters.filter(({ name }) => tensors.has(placeOf(layout, name).tensor)).length,
  }));
  const best = counted.reduce((a, b) => (b.known > a.known ? b : a));
  if (best.known > 0) return best.layout;
  throw new InputError(
    `${path} has no tensor named as in timm's Vision Transformers or as Visual Tuning names them ` +
      `(it has ${listed([...tensors.keys()])}): use a checkpoint of ${architecture.id} from timm.`,
  );
}

/**
 * Checks that the file has exactly the tensors of the architecture, and perhaps a head, in the right shapes.
 * Positions may be those of another square grid.
 * @throws {InputError} naming the file, the tensor and what would fit.
 */
export function checkTensors(file: Tensors, layout: Layout, architecture: Architecture): void {
  const { path, tensors } = file;
  const measured = measure(layout, tensors);
  const advice = `${lookalike(measured, architecture)}: choose the architecture that the checkpoint was made with.`;
  const needed = new Map<string, readonly number[]>();
  for (const parameter of [...vitParameters(architecture), ...headOf(tensors, layout, architecture)]) {
    const { tensor } = placeOf(layout, parameter.name);
    const shape = shapeInFile(layout, architecture, parameter);
    needed.set(tensor, parameter.name === 'positions' ? positionsShape(tensors.get(tensor)?.shape, shape) : shape);
  }
  const missing = [...needed.keys()].filter(name => !tensors.has(name));
  if (missing.length > 0) {
    throw new InputError(`${path} lacks ${listed(missing)}, which ${architecture.id} needs${advice}`);
  }
  const { width, patchSize } = measured;
  if (width === architecture.width && patchSize !== undefined && patchSize !== architecture.patchSize) {
    throw new InputError(
      `${path}: the patch embedding takes patches of ${patchSize}x${patchSize} pixels and ${architecture.id} has ` +
        `${architecture.patchSize}x${architecture.patchSize}, which can't be converted${advice}`,
    );
  }
  for (const [name, shape] of needed) {
    const found = tensors.get(name)?.shape ?? [];
    if (found.join() !== shape.join()) {
      throw new InputError(
        `${path}: tensor ${quote(name)} has shape [${found.join(', ')}] where ${architecture.id} needs ` +
          `[${shape.join(', ')}]${advice}`,
      );
    }
  }
  const unknown = [...tensors.keys()].filter(name => !needed.has(name) && !layout.ignored.includes(name));
  if (unknown.length > 0) {
    throw new InputError(`${path} has ${listed(unknown)}, for which ${architecture.id} has no place${advice}`);
  }
}

/** The head's two tensors, for as many classes as the file has, if it has either of them. */
function headOf(tensors: Tensors['tensors'], layout: Layout, { width }: Architecture) {
  const shapeOf = (name: string) => tensors.get(placeOf(layout, name).tensor)?.shape;
  const classes = shapeOf('head.weight')?.[0] ?? shapeOf('head.bias')?.[0];
  if (classes === undefined) return [];
  return [
    { name: 'head.weight', shape: [classes, width] },
    { name: 'head.bias', shape: [classes] },
  ];
}

/** The shape found, if it is that of a square grid behind a CLS position; else the one needed. */
function positionsShape(found: readonly number[] | undefined, needed: readonly number[]): readonly number[] {
  return found && gridOf(found) !== undefined ? [1, found[1], needed[2]] : needed;
}

/** Up to three names, and how many more there are. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no tensors';
  const shown = names.slice(0, 3).map(quote).join(', ');
  return `tensor${names.length === 1 ? '' : 's'} ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}
