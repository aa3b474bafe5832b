import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { vitParameters } from '../backbones/vit/parameters';
import { InputError } from '../protocol/inputError';
import { findMethod, methods } from './catalogue';
import { schemaOf } from './hyperparameters';

const declarations = methods.flatMap(({ id, hyperparameters }) =>
  Object.entries(hyperparameters).map(([name, declaration]) => ({ id, name, declaration })),
);

const defaults = (id: string) =>
  Object.fromEntries(
    Object.entries(findMethod(id).hyperparameters).map(([name, declaration]) => [name, declaration.default]),
  );

test('the ids are unique, in lower case with hyphens', () => {
  const ids = methods.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter(id => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
});

test('a method is found by its id', () => {
  for (const method of methods) {
    expect(findMethod(method.id)).toBe(method);
  }
});

test.each([
  ['vpt_deep', 'vpt-deep'],
  ['LoRA', 'lora'],
  ['bit-fit', 'bitfit'],
])('the unknown id %s is refused with the nearest one, %s', (id, nearest) => {
  expect(() => findMethod(id)).toThrow(InputError);
  expect(() => findMethod(id)).toThrow(`Unknown method "${id}": did you mean "${nearest}"`);
});

test.each(declarations)('the default of $name of $id passes its own schema', ({ declaration }) => {
  expect(schemaOf(declaration).parse(undefined)).toEqual(declaration.default);
  expect(schemaOf(declaration).safeParse(declaration.default).success).toBe(true);
});

test.each(declarations)('the help of $name of $id is one line', ({ declaration }) => {
  expect(declaration.help).toMatch(/^[A-Z][^\n]{10,118}\.$/);
});

test.each(methods.map(({ id }) => ({ id })))('$id names each of its tensors once', ({ id }) => {
  const architecture = findArchitecture('vit-nano');
  const tensors = findMethod(id).parameters(architecture, defaults(id));
  const names = tensors.map(tensor => (tensor.kind === 'added' ? `${tensor.layer}/${tensor.name}` : tensor.name));
  expect(new Set(names).size).toBe(names.length);
});

test.each(methods.map(({ id }) => ({ id })))('$id unfreezes only tensors that the backbone has', ({ id }) => {
  const architecture = findArchitecture('vit-nano');
  const own = new Set(vitParameters(architecture).map(({ name }) => name));
  const unfrozen = findMethod(id)
    .parameters(architecture, defaults(id))
    .filter(({ kind }) => kind === 'backbone');
  expect(unfrozen.filter(({ name }) => !own.has(name))).toEqual([]);
});

test.each(methods.map(({ id }) => ({ id })))(
  'weight decay acts on the matrices that $id adds, and on nothing else',
  ({ id }) => {
    const tensors = findMethod(id).parameters(findArchitecture('vit-nano'), defaults(id));
    expect(tensors.filter(tensor => tensor.kind === 'added' && tensor.decay !== (tensor.shape.length === 2))).toEqual(
      [],
    );
  },
);

test.each(['vpt-shallow', 'vpt-deep'])('the prompts of %s start uniform in ±0.0625 on ViT-B/16', id => {
  const tensors = findMethod(id).parameters(findArchitecture('vit-base-patch16-224'), defaults(id));
  expect(tensors[0]).toMatchObject({ shape: [1, 10, 768], initialization: { kind: 'uniform', bound: 0.0625 } });
});

test('importing the catalogue loads no numeric library', async () => {
  const { metafile } = await build({
    entryPoints: [`${import.meta.dirname}/catalogue.ts`],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    logLevel: 'silent',
  });
  const files = Object.keys(metafile.inputs);
  expect(files.filter(file => file.endsWith('src/methods/parameter/lora.ts'))).toHaveLength(1);
  expect(files.filter(file => /@tensorflow|onnxruntime|sharp|src\/graph|src\/engines/.test(file))).toEqual([]);
});
