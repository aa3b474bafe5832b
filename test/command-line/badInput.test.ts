import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vitParameters } from '../../src/backbones/vit/parameters';
import { findArchitecture } from '../../src/backbones/architecture';
import { sizeOf } from '../../src/backbones/parameter';
import { writeSafetensors } from '../../src/backbones/checkpoint/safetensorsWriter';
import { refusal, visualTuning } from './commandLine';
import { type Workbench, digitsWorkbench } from './digits';

let bench: Workbench;
beforeAll(async () => {
  bench = await digitsWorkbench();
});
afterAll(() => bench.remove());

/** Runs an experiment that must be refused: one sentence on stderr, status 2, and no run folder. */
async function refused(file: string, ...flags: string[]): Promise<string> {
  const { status, stdout, stderr } = await visualTuning([
    'run',
    file,
    '--json',
    ...(flags.length > 0 ? flags : ['--runs', bench.runs]),
  ]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(await readdir(bench.runs).catch(() => [])).toEqual([]);
  return stderr;
}

async function imageFolder(name: string, classes: Readonly<Record<string, number>>): Promise<string> {
  for (const [label, count] of Object.entries(classes)) {
    const folder = join(bench.folder, name, label);
    await mkdir(folder, { recursive: true });
    for (let i = 0; i < count; i++) {
      const grey = { r: i, g: i, b: i };
      await sharp({ create: { width: 8, height: 8, channels: 3, background: grey } })
        .png()
        .toFile(join(folder, `${i}.png`));
    }
  }
  return name;
}

const data = (path: string, more = {}) => ({ data: { kind: 'image-folder', path, ...more } as const });

test('an unknown field is named with the nearest known one', async () => {
  expect(await refused(await bench.experiment('field', { trainng: {} }))).toMatch(
    /trainng is not known here; did you mean training\?/,
  );
});

test('a missing image folder is named', async () => {
  expect(await refused(await bench.experiment('missing', data('nowhere')))).toMatch(
    /missing\.tuning\.json: The image folder ".*nowhere" \(data.path\) does not exist: correct the path or create/,
  );
});

test('one class is not enough', async () => {
  const path = await imageFolder('one', { only: 3 });
  expect(await refused(await bench.experiment('one', data(path)))).toMatch(/has one class folder, "only"/);
});

test('an empty class is named', async () => {
  const path = await imageFolder('empty', { full: 3, hollow: 0 });
  expect(await refused(await bench.experiment('empty', data(path)))).toMatch(/no images in class "hollow"/);
});

test('more shots than a class has images names the class and both numbers', async () => {
  const path = await imageFolder('few', { many: 20, few: 6 });
  expect(await refused(await bench.experiment('shots', data(path, { shots: 10 })))).toMatch(
    /shots\.tuning\.json: Class "few" .* has 4 images to train on, but data.shots asks for 10/,
  );
});

test('a missing checkpoint is named with the experiment and its field, and what to do', async () => {
  const backbone = { architecture: 'vit-nano-patch8-32', checkpoint: 'nowhere.safetensors' };
  expect(await refused(await bench.experiment('unfound', { backbone }))).toMatch(
    /unfound\.tuning\.json: backbone\.checkpoint: .*nowhere\.safetensors does not exist: correct the path or put the file there\./,
  );
});

test('the same method twice is refused, and so is a name that looks like a path', async () => {
  expect(await refused(await bench.experiment('twice', { method: [{ id: 'lora' }, { id: 'lora' }] }))).toMatch(
    /twice\.tuning\.json: method\[1\] is lora with the same layers and settings as method\[0\]: /,
  );
  expect(await refused(await bench.experiment('path', { name: 'a/../../b' }))).toMatch(
    /path\.tuning\.json: name is "a\/\.\.\/\.\.\/b", but run folders are named after it: /,
  );
});

test('a corrupt checkpoint is named', async () => {
  await writeFile(join(bench.folder, 'corrupt.safetensors'), Buffer.alloc(300, 7));
  const backbone = { architecture: 'vit-nano-patch8-32', checkpoint: 'corrupt.safetensors' };
  expect(await refused(await bench.experiment('corrupt', { backbone }))).toMatch(/corrupt\.safetensors/);
});

test('a checkpoint with a tensor of a wrong shape, or with a number that is not finite, names the tensor', async () => {
  const tensors = vitParameters(findArchitecture('vit-nano-patch8-32')).map(({ name, shape }) => ({
    name,
    shape,
    data: new Float32Array(sizeOf(shape)),
  }));
  const write = async (name: string, changed: (typeof tensors)[number]) => {
    const path = join(bench.folder, `${name}.safetensors`);
    await writeSafetensors(
      path,
      tensors.map(tensor => (tensor.name === changed.name ? changed : tensor)),
    );
    return bench.experiment(name, {
      backbone: { architecture: 'vit-nano-patch8-32', checkpoint: `${name}.safetensors` },
    });
  };
  const shape = { name: 'blocks.2.fc1.weight', shape: [512, 64], data: new Float32Array(512 * 64) };
  expect(await refused(await write('shape', shape))).toMatch(/blocks\.2\.fc1\.weight.*512/);
  const nan = { name: 'norm.bias', shape: [128], data: new Float32Array(128).fill(NaN) };
  expect(await refused(await write('nan', nan))).toMatch(/norm\.bias/);
});

test('a runs folder that can not be written is named', async () => {
  await writeFile(join(bench.folder, 'file'), '');
  const file = await bench.experiment('unwritable');
  expect(await refused(file, '--runs', join(bench.folder, 'file'))).toMatch(/file: runs can't be kept here/);
  if (process.platform === 'linux')
    expect(await refused(file, '--runs', '/proc/runs')).toMatch(/\/proc\/runs: a run folder can't be made here/);
});

test('something that is not a run folder is named by resume and predict', async () => {
  for (const words of [
    ['resume', bench.folder],
    ['predict', bench.folder, '--image', 'x.png'],
  ]) {
    const { status, stderr } = await visualTuning(words);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('is not a run folder') });
  }
});

test('where a folder of runs is named, one of them is proposed', async () => {
  const run = join(bench.folder, 'several', 'digits-1');
  await mkdir(run, { recursive: true });
  await writeFile(join(run, 'experiment.json'), '{}');
  expect(await visualTuning(['resume', join(bench.folder, 'several')])).toEqual(
    refusal(expect.stringContaining(`name one of the runs in it, such as ${run}.`)),
  );
  expect(await visualTuning(['compare', join(bench.folder, 'nowhere')])).toEqual(
    refusal(expect.stringContaining('nowhere is not a run folder (it does not exist)')),
  );
});
