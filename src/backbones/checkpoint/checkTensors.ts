import { InputError } from '../../protocol/inputError';
import { type Architecture, featureWidth } from '../architecture';
import { vitParameters } from '../vit/parameters';
import { type Layout, placeOf, shapeInFile } from './layout';
import { listed } from './listed';
import { lookalike, measure, positionsGrid } from './measuredArchitecture';
import { quote } from './headerScanner';
import type { SafetensorsFile } from './safetensors';

type Tensors = Pick<SafetensorsFile, 'path' | 'tensors'>;

/**
 * Checks that the file has exactly the tensors of the architecture, perhaps a head, and what is known to be left aside,
 * in the right shapes. Positions may be those of another square grid.
 * @returns what is left aside, as nouns
 * @throws {InputError} naming the file, the tensor and what would fit.
 */
export function checkTensors(file: Tensors, layout: Layout, architecture: Architecture): readonly string[] {
  const { path, tensors } = file;
  refuse(file, layout);
  const measured = measure(layout, tensors);
  const advice = `${lookalike(measured, architecture)}: choose the architecture that the checkpoint was made with.`;
  const needed = new Map<string, readonly number[]>();
  for (const parameter of [...vitParameters(architecture), ...headOf(tensors, layout, architecture)]) {
    const { tensor } = placeOf(layout, parameter.name);
    const shape = shapeInFile(layout, architecture, parameter);
    const found = tensors.get(tensor)?.shape;
    const otherGrid = parameter.name === 'positions' && found && positionsGrid(layout, architecture, found);
    needed.set(tensor, otherGrid ? shape.with(-2, found[found.length - 2]) : shape);
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
  const others = [...tensors.keys()].filter(name => !needed.has(name));
  const unknown = others.filter(name => !layout.leftAside.some(({ pattern }) => pattern.test(name)));
  if (unknown.length > 0) {
    throw new InputError(`${path} has ${listed(unknown)}, for which ${architecture.id} has no place${advice}`);
  }
  return layout.leftAside.filter(({ pattern }) => others.some(name => pattern.test(name))).map(({ what }) => what);
}

function refuse({ path, tensors }: Tensors, layout: Layout): void {
  for (const { pattern, what } of layout.refused) {
    if ([...tensors.keys()].some(name => pattern.test(name))) throw new InputError(`${path} ${what}.`);
  }
}

/** The head's two tensors, for as many classes as the file has, if it has either of them. */
function headOf(tensors: Tensors['tensors'], layout: Layout, architecture: Architecture) {
  const shapeOf = (name: string) => tensors.get(placeOf(layout, name).tensor)?.shape;
  const classes = shapeOf('head.weight')?.[0] ?? shapeOf('head.bias')?.[0];
  if (classes === undefined) return [];
  return [
    { name: 'head.weight', shape: [classes, featureWidth(architecture)] },
    { name: 'head.bias', shape: [classes] },
  ];
}
