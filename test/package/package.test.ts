import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStateSchema } from '../../src/protocol/runState';
import { openWorkbench } from '../workbench/openWorkbench';
import { type Installed, filesIn, installed, packaged } from './installed';

let extension: Installed;
beforeAll(async () => {
  extension = await installed();
});
afterAll(() => extension && rm(extension.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 250 }));

describe('the package', () => {
  test('carries the native binaries of this platform and of no other', async () => {
    const native = (await filesIn(extension.folder)).filter(path => /\.(node|dll|dylib|so)\b/.test(path));
    const ours = `${process.platform}-${process.arch}`;
    expect(native.filter(path => path.endsWith('.node'))).toHaveLength(2);
    for (const path of native) expect(path.replace(`${process.platform}/${process.arch}`, ours)).toContain(ours);
  });

  test('has no sources, tests or source maps in it, and is small without its native code', async () => {
    const files = await filesIn(extension.folder);
    expect(files.filter(path => /\.(ts|map)$|^(src|test|scripts|webview)\//.test(path))).toEqual([]);
    const own = files.filter(path => !path.startsWith('dist/node_modules/'));
    const sizes = await Promise.all(own.map(async path => (await stat(join(extension.folder, path))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12e6);
  });

  test('says whose code it carries, under which licences', async () => {
    const notices = await readFile(join(extension.folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['onnxruntime-node', 'sharp', '@tensorflow/tfjs-core', 'lit', 'chart.js'])
      expect(notices).toMatch(new RegExp(`^${name} [0-9.]+ \\([A-Z]`, 'm'));
  });

  test('computes without the packages of the repository', async () => {
    const program = join(extension.folder, 'dist', 'cli.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'engines', '--json']);
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: 'onnxruntime', usable: true }));
  });

  test.each([
    ['darwin-x64', /no native binaries for the platform "darwin-x64"/],
    [process.platform === 'win32' ? 'linux-arm64' : 'win32-arm64', /sharp's binaries for \S+ are not installed/],
  ])('is not made for %s, whose binaries are not here', async (target, why) => {
    await expect(packaged('--target', target)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(why) });
  });

  test('installed into VS Code, it runs the sample to its end', async () => {
    const opened = await openWorkbench({ development: null, extensions: extension.extensions });
    try {
      const { workbench, workspace } = opened;
      await workbench.showExplorer();
      await workbench.command('Visual Tuning: Try the Sample');
      await workbench.panel('setup');
      await workbench.command('Visual Tuning: Run Experiment');
      await workbench.panel('metrics');
      const run = join(workspace, '.tuning', 'runs', 'digits-vpt-deep-1');
      const state = async () => {
        const text = await readFile(join(run, 'state.json'), 'utf8').catch(() => undefined);
        return text === undefined ? 'not there yet' : runStateSchema.parse(JSON.parse(text)).state;
      };
      await expect.poll(state, { timeout: 600_000, interval: 1000 }).toMatch(/^(done|stopped|failed)$/);
      const log = await readFile(join(run, 'trainer.log'), 'utf8').catch(() => 'there is no trainer.log');
      expect(await state(), log).toBe('done');
      await expect
        .poll(() => workbench.explorerRows(), { timeout: 120_000 })
        .toContainEqual(expect.stringMatching(/digits-vpt-deep #1, done/));
    } finally {
      await opened.close();
    }
  });
});
