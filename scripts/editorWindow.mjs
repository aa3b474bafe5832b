// @ts-check

/** @typedef {import('playwright-core').Page} Page @typedef {import('playwright-core').Frame} Frame */

/** A window of the workbench, driven as a person would. */
export class EditorWindow {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** Shows the extension's explorer, once its rows are there. */
  async showExplorer() {
    await this.page.locator('.activitybar .action-label[aria-label^="Visual Tuning"]').click({ timeout: 120_000 });
    await this.rows.first().waitFor({ timeout: 60_000 });
  }

  /** Rows of the extension's explorer. */
  get rows() {
    return this.page.locator('.sidebar .monaco-list-row');
  }

  /** @param {string} run such as `digits-lora #1`, whose check box is then set */
  async plot(run) {
    await this.page
      .locator('.sidebar')
      .getByRole('checkbox', { name: `Plot ${run}` })
      .click();
  }

  /** @param {number} pixels by which the side bar becomes wider */
  async widenSideBar(pixels) {
    const edge = await this.page.locator('.sidebar').first().boundingBox();
    if (!edge) throw new Error('The side bar is not shown.');
    const [x, y] = [edge.x + edge.width, edge.y + edge.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + pixels, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** @param {string} title whole, such as `Visual Tuning: Run Experiment` */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input[type="text"]').fill(`>${title}`);
    await this.choose(title);
  }

  /** @param {string} text of one of the things that a command lets choose from */
  async choose(text) {
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
  }

  /** @param {string} name of a page @returns {Promise<Frame>} its frame, once it is drawn */
  async panel(name) {
    for (const end = Date.now() + 60_000; Date.now() < end; await this.page.waitForTimeout(200)) {
      for (const frame of this.page.frames()) {
        // Frames come and go while the workbench is drawn.
        if (await frame.evaluate(isDrawn, name).catch(() => false)) return frame;
      }
    }
    throw new Error(`The page ${name} was not drawn within a minute.`);
  }
}

/** In the page: whether it is the one of that name, with something in it. @param {string} name */
function isDrawn(name) {
  const { document } = /** @type {any} */ (globalThis);
  const isIt = document.querySelector(`link[href*="/${name}.css"]`) !== null;
  return isIt && document.visibilityState === 'visible' && document.querySelector('#app *') !== null;
}
