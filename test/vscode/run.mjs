// @ts-check
// Runs the suites inside the extension host of a real VS Code: node test/vscode/run.mjs [WORDS OF A TEST'S NAME]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { browserArguments, provideChromium } from '../../scripts/chromium.mjs';
import { orSayWhy } from '../../scripts/sentence.mjs';
import { serveEditor } from '../../scripts/servedEditor.mjs';
import { bundleSuites } from './bundle.mjs';
import { temporaryWorkspace } from './temporaryWorkspace.mjs';

const root = join(import.meta.dirname, '..', '..');
const limit = 20 * 60_000;
/** Stands before the lines of the report, among all that the editor logs. */
const mark = 'suites: ';
const [words] = process.argv.slice(2);

await orSayWhy(async () => {
  const tests = await bundleSuites();
  const executablePath = await provideChromium();
  const workspace = await temporaryWorkspace();
  try {
    const editor = await serveEditor({
      data: workspace.data,
      env: { VISUAL_TUNING_TEST_MARK: mark, ...(words === undefined ? {} : { VISUAL_TUNING_TEST_GREP: words }) },
    });
    try {
      const address = editor.address({ folder: workspace.folder, development: root, tests });
      process.exitCode = await codeOfSuites(executablePath, address);
    } finally {
      await editor.stop();
    }
  } finally {
    await workspace.remove();
  }
});

/**
 * Opens a window that runs the suites, and prints what they say.
 * @param {string} executablePath of Chromium
 * @param {string} address
 * @returns {Promise<number>} the exit status of the suites
 * @throws Error if they don't end in time
 */
async function codeOfSuites(executablePath, address) {
  const browser = await chromium.launch({ executablePath, args: browserArguments, timeout: 120_000 });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    /** @type {string[]} */
    const others = [];
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _, /** @type {unknown[]} */ args) => {
      const text = format(...args);
      if (!text.startsWith(mark)) others.push(text);
      else console.log(text.replaceAll(mark, ''));
    });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const ended = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`The suites did not end within ${limit / 60_000} minutes.`)), limit);
      void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve(code));
      page.once('crash', () => reject(new Error('The window that ran the suites crashed.')));
    });
    try {
      await page.goto(address, { timeout: 120_000 });
      const code = await ended;
      const reason = others.findLast(text => /in the extension host|No test/.test(text));
      if (code !== 0) console.error(reason ?? others.slice(-20).join('\n'));
      return code;
    } catch (error) {
      const picture = join(root, 'test-results', 'vscode.png');
      await mkdir(join(root, 'test-results'), { recursive: true });
      await page.screenshot({ path: picture }).catch(() => undefined);
      console.error(others.slice(-20).join('\n'));
      throw new Error(`${error instanceof Error ? error.message : error} What was to be seen is in ${picture}.`, {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await browser.close();
  }
}
