// @ts-check

/** @typedef {import('playwright-core').Page} Page @typedef {import('playwright-core').Frame} Frame @typedef {import('playwright-core').Locator} Locator */

/** A window of VS Code's workbench, driven as a person would. */
export class EditorWindow {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** Waits until the window is drawn and its extensions have started. */
  async ready() {
    await this.page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 120_000 });
    await this.page.locator('.activitybar .action-label[aria-label^="Visual Tuning"]').waitFor({ timeout: 120_000 });
  }

  /** Shows the extension's explorer. */
  async showExplorer() {
    await this.command('Visual Tuning: Focus on Visual Tuning View');
    await this.page.locator('.sidebar .composite.title').filter({ hasText: 'Visual Tuning' }).waitFor();
  }

  /** Rows of the extension's explorer with some text. @param {string | RegExp} text @returns {Locator} */
  explorerRow(text) {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text });
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

  /** Runs a command of the palette. @param {string} title whole, such as `Visual Tuning: Run Experiment` */
  async command(title) {
    // What is listed is what there was when it was typed: a window that has just started may lack commands still.
    for (let patience = 3_000; ; patience *= 2) {
      await this.type(`>${title}`);
      try {
        await this.listed(title).first().waitFor({ timeout: patience });
        break;
      } catch (error) {
        if (patience > 60_000) throw error;
      }
    }
    // Not within the patience: a click that comes late has been made all the same.
    await this.listed(title).first().click();
  }

  /** Whether the palette offers a command. @param {string} title whole @returns {Promise<boolean>} */
  async offers(title) {
    await this.type(`>${title}`);
    // What it lists where there is no such command is a row too, that says so.
    await this.listed().first().waitFor();
    await this.page.waitForTimeout(500);
    const isOffered = (await this.listed(title).count()) > 0;
    await this.page.keyboard.press('Escape');
    return isOffered;
  }

  /** @param {string} text of one of the things that a command lets choose from */
  async choose(text) {
    await this.listed(text).first().click();
  }

  /** Opens the palette anew, with some words in it. @param {string} words */
  async type(words) {
    const palette = this.page.locator('.quick-input-widget');
    if (await palette.isVisible()) await this.page.keyboard.press('Escape');
    // One that is closing takes no key.
    await palette.waitFor({ state: 'hidden' });
    for (let patience = 3_000; ; patience *= 2) {
      await this.page.keyboard.press('F1');
      try {
        await palette.locator('input[type="text"]').fill(words, { timeout: patience });
        return;
      } catch (error) {
        if (patience > 60_000) throw error;
      }
    }
  }

  /** What the palette lists, all of it or what has some text. @param {string} [text] @returns {Locator} */
  listed(text) {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /**
   * The page of a panel, in the frame that VS Code shows it in, once it is drawn.
   * @param {string} name of its bundle
   * @returns {Promise<Frame>}
   */
  async panel(name, milliseconds = 120_000) {
    for (const end = Date.now() + milliseconds; Date.now() < end; await this.page.waitForTimeout(100)) {
      for (const frame of this.page.frames()) {
        // Frames come and go while the workbench is drawn.
        if (await frame.evaluate(isDrawn, name).catch(() => false)) return frame;
      }
    }
    const shown = this.page.frames().map(frame => frame.url().slice(0, 100));
    throw new Error(`No panel shows the page ${name}: ${shown.join(', ')}`);
  }
}

/** In the page: whether it is the one of that name, with something in it. @param {string} name */
function isDrawn(name) {
  const { document } = /** @type {any} */ (globalThis);
  const isIt = document.querySelector(`link[href*="/${name}.css"]`) !== null;
  return isIt && document.visibilityState === 'visible' && document.querySelector('#app *') !== null;
}
