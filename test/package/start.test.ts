import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserArguments, provideChromium } from '../../scripts/chromium.mjs';
import { EditorWindow } from '../../scripts/editorWindow.mjs';
import { root } from '../workbench/openWorkbench';

/** Starts the workbench for a browser, and ends it by Ctrl-C when it was used. */
async function started(folder: string, use: (address: string, said: string) => Promise<void>): Promise<number | null> {
  const script = join(root, 'scripts', 'start.mjs');
  const child = spawn(process.execPath, [script, folder, '--server', '--port', '0'], { cwd: root });
  let said = '';
  child.stdout.on('data', chunk => (said += chunk));
  child.stderr.on('data', chunk => (said += chunk));
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  try {
    await expect.poll(() => said, { timeout: 500_000, interval: 200 }).toMatch(/http:\/\/127\.0\.0\.1\S+[\s\S]*Ctrl-C/);
    await use(/http:\/\/127\.0\.0\.1\S+/.exec(said)?.[0] ?? '', said);
  } finally {
    child.kill('SIGINT');
  }
  return ended;
}

test('npm start serves an empty folder to a browser until Ctrl-C, where the explorer offers the sample', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'visual-tuning-start-')), 'new', 'workspace');
  const browser = await chromium.launch({
    executablePath: await provideChromium(),
    args: [...browserArguments],
    timeout: 120_000,
  });
  try {
    let address = '';
    const code = await started(folder, async (printed, said) => {
      address = printed;
      const { port } = new URL(address);
      expect(said).toContain(`ssh -L ${port}:127.0.0.1:${port} `);
      expect(decodeURIComponent(address)).toContain(`"extensionDevelopmentPath","vscode-remote://`);
      expect(await readdir(folder)).toEqual([]);
      const page = await browser.newPage();
      page.setDefaultTimeout(120_000);
      await page.goto(address);
      // What the readme says to do first.
      const window = new EditorWindow(page);
      await window.ready();
      await window.showExplorer();
      await page.getByRole('button', { name: 'Try the Sample' }).click();
      await expect.poll(() => readdir(folder), { timeout: 120_000 }).toContain('digits-vpt-deep.tuning.json');
    });
    expect(code).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  } finally {
    await browser.close();
    await rm(dirname(dirname(folder)), { recursive: true, force: true });
  }
});
