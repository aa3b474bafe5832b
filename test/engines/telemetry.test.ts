import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildCommandLine, visualTuning } from '../command-line/commandLine';

let home: string;
beforeAll(buildCommandLine);
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'home-'));
});
afterEach(() => rm(home, { recursive: true }));

test.skipIf(process.platform === 'win32')(
  'ONNX Runtime reports to nobody, and keeps no number for the machine',
  async () => {
    // Where it takes a machine for one of a build service, it reports nothing anyhow.
    const env = { HOME: home, XDG_CACHE_HOME: '', CI: '', GITHUB_ACTIONS: '', ORT_DISABLE_TELEMETRY: '' };
    const probed = await visualTuning(['engines', 'probe', 'onnxruntime', '--json'], { env });
    expect(probed.status).toBe(0);
    expect(await readdir(home, { recursive: true })).toEqual([]);
  },
);
