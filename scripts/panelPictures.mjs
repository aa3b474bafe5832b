// @ts-check

/** @typedef {import('./editorWindow.mjs').EditorWindow} EditorWindow */

/** Long enough for what moves in a page to come to rest. */
const rest = 2_500;

/**
 * The pictures: how high the window is, and what it is brought to.
 * @type {Record<string, { height: number, prepare: (window: EditorWindow) => Promise<void> }>}
 */
export const panelPictures = {
  setup: { height: 1530, prepare: setup },
  metrics: { height: 1000, prepare: metrics },
  attention: { height: 1000, prepare: attention },
  compare: { height: 1000, prepare: compare },
};

/** @param {EditorWindow} window */
async function setup(window) {
  const row = window.explorerRow('digits-vpt-deep').first();
  await row.hover();
  await row.getByRole('button', { name: 'Open Set-up' }).click();
  const page = await window.panel('setup');
  await page.getByText('MFLOP').first().waitFor({ timeout: 60_000 });
  await window.page.waitForTimeout(rest);
}

/** @param {EditorWindow} window */
async function metrics(window) {
  for (const run of ['digits-vpt-deep #1', 'digits-lora #1']) await window.plot(run);
  await window.command('Visual Tuning: Open Metrics');
  await window.panel('metrics');
  await window.page.waitForTimeout(rest);
}

/** @param {EditorWindow} window */
async function attention(window) {
  await window.command('Visual Tuning: Inspect Attention');
  await window.choose('digits-vpt-deep #1');
  const page = await window.panel('attention');
  await page.locator('.work[aria-busy="false"] .figures canvas').first().waitFor({ timeout: 90_000 });
  await strongestCell(page);
  await window.page.waitForTimeout(rest);
}

/** @param {EditorWindow} window */
async function compare(window) {
  await window.command('Visual Tuning: Compare Runs');
  for (const method of ['linear', 'vpt-deep', 'lora', 'full']) await window.choose(`digits-${method} #1`);
  await window.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  await window.panel('compare');
  await window.page.waitForTimeout(rest);
}

/**
 * Chooses the prompt that the class token attends to most.
 * @param {import('playwright-core').Frame} page
 */
async function strongestCell(page) {
  const cells = page.locator('[aria-labelledby="shares-title"] tbody button');
  const values = (await cells.allInnerTexts()).map(Number.parseFloat);
  await cells.nth(values.indexOf(Math.max(...values))).click();
}
