// @ts-check
// Makes the pictures of the readme, in media/screenshots: node scripts/screenshots.mjs [PICTURE …] [--workspace DIR]
//   --workspace  a folder with the runs of an earlier time, or one to keep them in
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { bundle, extensionBundles } from './bundling.mjs';
import { browserArguments, provideChromium } from './chromium.mjs';
import { EditorWindow } from './editorWindow.mjs';
import { panelPictures } from './panelPictures.mjs';
import { makeSampleWorkspace, sampleOf } from './sampleWorkspace.mjs';
import { orSayWhy } from './sentence.mjs';
import { serveEditor } from './servedEditor.mjs';

const repository = join(import.meta.dirname, '..');
const pictures = join(repository, 'media', 'screenshots');

const width = 1400;
/** Without what other extensions and the way in which it was started put into a window. */
const plain = {
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.statusBar.visible': false,
};

/** @type {Record<string, string>} */
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

await orSayWhy(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { workspace: { type: 'string' } } });
  const names = positionals.length > 0 ? positionals : [...Object.keys(panelPictures), 'setup-light'];
  await bundle([...extensionBundles]);
  const home = await mkdtemp(join(tmpdir(), 'visual-tuning-screenshots-'));
  try {
    const workspace = resolve(values.workspace ?? join(home, 'digits'));
    await withRuns(workspace);
    await mkdir(pictures, { recursive: true });
    for (const name of names) await picture(name, workspace, join(home, `data-${name}`));
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 250 });
  }
});

/** The sample, and what its methods are compared with: each run once. @param {string} workspace */
async function withRuns(workspace) {
  await makeSampleWorkspace(workspace);
  const lora = await sampleOf('digits-lora.tuning.json');
  const slow = { ...lora.training.optimizer, learningRate: 0.0005 };
  const others = [
    { ...lora, name: 'digits-linear', method: { id: 'linear' } },
    { ...lora, name: 'digits-full', method: { id: 'full' }, training: { ...lora.training, optimizer: slow } },
  ];
  for (const experiment of others)
    await writeFile(join(workspace, `${experiment.name}.tuning.json`), JSON.stringify(experiment, undefined, 2));
  /** @type {string[]} */
  const done = await readdir(join(workspace, '.tuning', 'runs')).catch(() => []);
  const files = ['digits-linear', 'digits-vpt-deep', 'digits-lora', 'digits-full']
    .filter(name => !done.includes(`${name}-1`))
    .map(name => `${name}.tuning.json`);
  if (files.length === 0) return;
  console.log(`Training ${files.length} models, which takes some minutes …`);
  const program = join(repository, 'dist', 'cli.js');
  await promisify(execFile)(process.execPath, [program, 'run', ...files], { cwd: workspace, maxBuffer: 1e8 });
}

/** @param {string} name @param {string} workspace @param {string} data */
async function picture(name, workspace, data) {
  const [panel, theme = 'dark'] = name.split('-');
  const wanted = panelPictures[panel];
  if (!wanted) throw new Error(`There is no picture "${name}": choose of ${Object.keys(panelPictures).join(', ')}.`);
  const settings = { ...plain, 'workbench.colorTheme': themes[theme] };
  const editor = await serveEditor({ data, settings });
  const browser = await chromium.launch({ executablePath: await provideChromium(), args: [...browserArguments] });
  try {
    const page = await browser.newPage({ viewport: { width, height: wanted.height } });
    await page.goto(editor.address({ folder: workspace, development: repository }));
    const window = new EditorWindow(page);
    await window.ready();
    await window.showExplorer();
    await window.explorerRow('digits').first().waitFor({ timeout: 60_000 });
    await window.widenSideBar(40);
    await wanted.prepare(window);
    // Away from all that answers to it.
    await page.mouse.move(200, 700);
    await page.waitForTimeout(1000);
    const whole = await page.screenshot();
    const file = join(pictures, `${name}.png`);
    const { size } = await sharp(whole).png({ palette: true, colours: 256, effort: 10 }).toFile(file);
    console.log(`${file}: ${Math.round(size / 1000)} kB`);
  } finally {
    await browser.close();
    await editor.stop();
  }
}
