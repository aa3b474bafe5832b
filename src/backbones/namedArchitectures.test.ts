import { expect, test } from 'vitest';
import { InputError } from '../protocol/inputError';
import { architectureIds, findArchitecture, gridSize } from './architecture';
import { nameOf } from './namedArchitectures';
import { sizeOf } from './parameter';
import { vitParameters } from './vit/parameters';

const parametersOf = (id: string) =>
  vitParameters(findArchitecture(id)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);

test('every name offered is an architecture of whole patches', () => {
  for (const id of architectureIds) {
    const architecture = findArchitecture(id);
    expect(architecture.id).toBe(id);
    expect(Number.isInteger(gridSize(architecture)), id).toBe(true);
    expect(architecture.width % architecture.heads, id).toBe(0);
    expect(architecture.preprocessing.imageSize).toBe(architecture.imageSize);
  }
});

// What timm 1.0.29 and transformers 5.18 count in the same networks, without heads and DINOv2's mask token.
test.each([
  ['vit-tiny-patch16-224', 5_524_416],
  ['deit-small-patch16-224', 21_665_664],
  ['mae-huge-patch14-224', 630_764_800],
  ['dinov2-small-patch14-518', 22_056_192],
  ['dinov2-base-patch14-reg4-518', 86_582_784],
  ['dinov2-giant-patch14-518', 1_136_479_232],
  ['clip-vit-base-patch16-224', 86_192_640],
  ['clip-vit-large-patch14-224', 303_966_208],
])('%s has as many parameters as in its own library', (id, expected) => {
  expect(parametersOf(id)).toBe(expected);
});

test('DINOv2 takes images of 224 pixels unless its name says otherwise', () => {
  expect(findArchitecture('dinov2-base-patch14').imageSize).toBe(224);
  expect(findArchitecture('dinov2-base-patch14-reg4-518')).toMatchObject({ imageSize: 518, registers: 4 });
});

test.each([
  ['vit-huge', 'vit-large-patch16-224'],
  ['vit-b16', 'vit-base-patch16-224'],
  ['vit_base_patch32_224', 'vit-base-patch32-224'],
  ['vit-tiny-patch16', 'vit-tiny-patch16-224'],
  ['vit-tiny-patch16-reg4-224', 'vit-tiny-patch16-224'],
  ['deit-large-patch16-224', 'vit-large-patch16-224'],
  ['dino-base-patch14-reg4', 'dinov2-base-patch14-reg4'],
])('%s is refused, and %s is offered', (id, meant) => {
  expect(() => findArchitecture(id)).toThrow(InputError);
  expect(() => findArchitecture(id)).toThrow(`backbone is "${id}", which is not known; did you mean "${meant}"?`);
});

test.each(['resnet50', 'constructor-tiny-patch16-224', ''])(
  '%j resembles none and is refused with the names that there are',
  id => {
    expect(() => findArchitecture(id, '--backbone')).toThrow(InputError);
    expect(() => findArchitecture(id, '--backbone')).toThrow(
      /^--backbone is ".*", which is not known: use one of vit-nano, .*dinov2-small-patch14-reg4/,
    );
  },
);

test.each(['vit-tiny-patch16-225', 'dinov2-base-patch14-220', 'vit-tiny-patch0-0'])(
  '%s is refused because patches do not fill the image',
  id => {
    expect(() => findArchitecture(id)).toThrow(/must be a multiple of the patch size/);
  },
);

test('an architecture is told by its sizes and parts, families with the same tensors by the first of them', () => {
  const named = (id: string) => {
    const architecture = findArchitecture(id);
    return nameOf(architecture, architecture.patchSize, architecture.imageSize);
  };
  expect(named('vit-tiny-patch16-224')).toBe('vit-tiny-patch16-224');
  expect(named('mae-base-patch16-224')).toBe('vit-base-patch16-224');
  expect(named('dinov2-large-patch14-reg4')).toBe('dinov2-large-patch14-reg4-224');
  expect(named('dinov2-giant-patch14')).toBe('dinov2-giant-patch14-224');
  expect(named('clip-vit-base-patch32-224')).toBe('clip-vit-base-patch32-224');
  expect(nameOf({ ...findArchitecture('dinov2-base-patch14'), registers: 3 }, 14, 224)).toBeUndefined();
  expect(nameOf({ ...findArchitecture('vit-base-patch16-224'), width: 700 }, 16, 224)).toBeUndefined();
});
