import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findAddon, installations } from './installation';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'data-'));
});
afterEach(() => rm(data, { recursive: true }));

async function file(...path: string[]): Promise<string> {
  const name = join(data, ...path);
  await mkdir(dirname(name), { recursive: true });
  await writeFile(name, '');
  return name;
}

test('what was installed with CUDA comes first, then the newest; what is unfinished does not count', async () => {
  for (const name of ['2.9.1-cpu', '2.21.0-cpu', '2.20.0-cuda', '2.22.0-cpu.unfinished-7']) {
    await file('engines', `tensorflow-${name}`, 'tfjs_binding.node');
  }
  const names = installations({ VISUAL_TUNING_DATA: data }).map(folder => folder.slice(data.length + 1));
  expect(names).toEqual(['2.20.0-cuda', '2.21.0-cpu', '2.9.1-cpu'].map(name => join('engines', `tensorflow-${name}`)));
  expect(findAddon({ VISUAL_TUNING_DATA: data })).toBe(join(data, names[0], 'tfjs_binding.node'));
});

test('a folder that is named counts alone, whether of a package or of an installation', async () => {
  await file('engines', 'tensorflow-2.21.0-cpu', 'tfjs_binding.node');
  const addon = await file('package', 'lib', 'napi-v8', 'tfjs_binding.node');
  const named = { VISUAL_TUNING_DATA: data, VISUAL_TUNING_TENSORFLOW: join(data, 'package') };
  expect(findAddon(named)).toBe(addon);
  expect(findAddon({ ...named, VISUAL_TUNING_TENSORFLOW: join(data, 'nothing') })).toBeNull();
});
