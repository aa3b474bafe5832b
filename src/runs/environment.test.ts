import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentSchema } from '../protocol/environment';
import { describeEnvironment, describeRepository } from './environment';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const known = {
  engine: { name: 'reference', version: '1.2.3', threads: 4 },
  data: { fingerprint: 'abc', images: 100, classes: 10 },
  checkpoint: { path: '/weights.safetensors', sha256: 'def' },
  backboneFingerprint: 'ghi',
};

test('the environment holds what is known and what the machine says', async () => {
  const environment = await describeEnvironment({ ...known, versions: { onnxruntime: '1.0.0' }, folder });
  expect(environmentSchema.parse(environment)).toEqual(environment);
  expect(environment).toMatchObject({
    ...known,
    versions: {
      visualTuning: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.versions.node,
      onnxruntime: '1.0.0',
    },
    platform: `${process.platform}-${process.arch}`,
    git: null,
  });
  expect(environment).not.toHaveProperty('folder');
});

test('a repository is described by its commit and whether it has changes', async () => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false'];
  const git = (...parameters: string[]) =>
    execFileSync('git', [...identity, ...parameters], { cwd: folder, stdio: 'pipe' });
  git('init');
  git('commit', '--allow-empty', '-m', 'first');
  const commit = git('rev-parse', 'HEAD').toString().trim();
  expect(await describeRepository(folder)).toEqual({ commit, dirty: false });
  await writeFile(join(folder, 'new'), '');
  expect(await describeRepository(folder)).toEqual({ commit, dirty: true });
});

test('a folder that is not there has no repository', async () => {
  expect(await describeRepository(join(folder, 'missing'))).toBeNull();
});
