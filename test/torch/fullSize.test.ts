import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSafetensors } from '../../src/backbones/checkpoint/safetensors';
import { resolveBackbone } from '../../src/backbones/resolveBackbone';
import { onnxRuntimeEngine } from '../../src/engines/onnxruntime/onnxRuntimeEngine';
import { largest, largestDifference, relativeError, taken } from '../numeric/closeness';
import { backboneOutputs } from '../support/backboneOutputs';

const python = process.env.VISUAL_TUNING_PYTHON ?? 'python3';
const script = fileURLToPath(new URL('fullSize.py', import.meta.url));
const run = promisify(execFile);

beforeAll(async () => {
  await run(python, ['-c', 'import torch, timm, transformers, safetensors']).catch((error: unknown) => {
    throw new Error(
      `${python} has no torch, timm, transformers and safetensors, which these tests compare with: install them with ` +
        'pip, or name another Python in VISUAL_TUNING_PYTHON.',
      { cause: error },
    );
  });
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-size-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.for([
  ['vit-tiny-patch16-224', 'timm-vit-tiny'],
  ['vit-base-patch16-224', 'timm-vit-base'],
  ['dinov2-small-patch14-reg4', 'hf-dinov2-small-reg4'],
  ['clip-vit-base-patch32-224', 'hf-clip-base'],
])('%s computes what its own library does', async ([id, network], { annotate }) => {
  await run(python, [script, network, folder]);
  const checkpoint = join(folder, 'model.safetensors');
  const { architecture } = await resolveBackbone(id, checkpoint);
  const file = await openSafetensors(join(folder, 'expected.safetensors'));
  const read = await Promise.all([...file.tensors.keys()].map(async name => [name, await file.read(name)] as const));
  await file.close();
  const { images, cotangent, ...expected } = Object.fromEntries(read);
  const outputs = await backboneOutputs(onnxRuntimeEngine({}), architecture, checkpoint, images, cotangent);
  expect([...outputs.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    const actual = taken(outputs, name);
    const difference =
      `${name}: differs by ${largestDifference(actual, values).toExponential(1)} at most, ` +
      `of ${largest(values).toPrecision(3)}`;
    await annotate(difference);
    expect(relativeError(actual, values), difference).toBeLessThan(1e-4);
  }
});
