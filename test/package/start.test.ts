import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../workbench/openWorkbench';

/** Starts the workbench for a browser, and ends it by Ctrl-C when it was used. */
async function started(folder: string, use: (address: string) => Promise<void>): Promise<number | null> {
  const script = join(root, 'scripts', 'start.mjs');
  const child = spawn(process.execPath, [script, folder, '--server', '--port', '0'], { cwd: root });
  let said = '';
  child.stdout.on('data', chunk => (said += chunk));
  child.stderr.on('data', chunk => (said += chunk));
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  try {
    await expect.poll(() => said, { timeout: 500_000, interval: 200 }).toMatch(/http:\/\/127\.0\.0\.1\S+[\s\S]*Ctrl-C/);
    await use(/http:\/\/127\.0\.0\.1\S+/.exec(said)?.[0] ?? '');
  } finally {
    child.kill('SIGINT');
  }
  return ended;
}

test('npm start serves the sample to a browser until Ctrl-C, and keeps the experiments that are there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visual-tuning-start-'));
  const changed = '{ "name": "mine" }';
  try {
    await writeFile(join(folder, 'digits-lora.tuning.json'), changed);
    let address = '';
    const code = await started(folder, async printed => {
      address = printed;
      expect((await fetch(address)).status).toBe(200);
      expect(decodeURIComponent(address)).toContain(`"extensionDevelopmentPath","vscode-remote://`);
      expect((await readdir(folder)).sort()).toEqual(['digits-lora.tuning.json', 'digits-vpt-deep.tuning.json']);
      expect(await readFile(join(folder, 'digits-lora.tuning.json'), 'utf8')).toBe(changed);
    });
    expect(code).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
