import type { Frame, Locator, Page } from 'playwright-core';

/** The pages of the extension's panels, by their bundles. */
export type PanelName = 'setup' | 'metrics' | 'attention' | 'compare';

/** VS Code's workbench as a person uses it. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Waits until the window is drawn and its extensions have started. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 120_000 });
    await this.page.locator('.activitybar .action-label[aria-label^="Visual Tuning"]').waitFor({ timeout: 120_000 });
  }

  /** Starts the window anew; training goes on. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Runs a command of the palette by its whole title, such as `Visual Tuning: Run Experiment`. */
  async command(title: string): Promise<void> {
    // What is listed is what there was when it was typed: a window that has just started may lack commands still.
    for (const end = Date.now() + 60_000; ;) {
      await this.type(`>${title}`);
      const row = this.quickPickRow(title).first();
      try {
        await row.click({ timeout: 3_000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** Whether the palette offers a command, by its whole title. */
  async offers(title: string): Promise<boolean> {
    await this.type(`>${title}`);
    // What it lists where there is no such command is a row too, that says so.
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await this.page.waitForTimeout(500);
    const isOffered = (await this.quickPickRow(title).count()) > 0;
    await this.page.keyboard.press('Escape');
    return isOffered;
  }

  /** Opens the palette anew, with some words in it. */
  private async type(words: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    if (await palette.isVisible()) await this.page.keyboard.press('Escape');
    // One that is closing takes no key.
    await palette.waitFor({ state: 'hidden' });
    await this.page.keyboard.press('F1');
    await palette.locator('input[type="text"]').fill(words);
  }

  /** Picks an item of the list that a command shows. */
  async pick(label: string): Promise<void> {
    await this.quickPickRow(label).first().click();
  }

  private quickPickRow(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label });
  }

  /** Tabs of editors with changes that are not saved. */
  get dirtyTabs(): Locator {
    return this.page.locator('.tabs-container .tab.dirty');
  }

  /** Shows the extension's view in the side bar. */
  async showExplorer(): Promise<void> {
    await this.command('Visual Tuning: Focus on Visual Tuning View');
    await this.page.locator('.sidebar .composite.title').filter({ hasText: 'Visual Tuning' }).waitFor();
  }

  /** Rows of the extension's explorer, as a screen reader tells them. */
  async explorerRows(): Promise<string[]> {
    const rows = this.page.locator('.sidebar .monaco-list-row');
    return rows.evaluateAll(elements => elements.map(element => element.getAttribute('aria-label') ?? ''));
  }

  explorerRow(text: string | RegExp): Locator {
    return this.page.locator('.sidebar .monaco-list-row').filter({ hasText: text });
  }

  /** The status bar's item of the extension. */
  get statusBarItem(): Locator {
    return this.page.locator('.statusbar-item[id*="visualTuning"]');
  }

  /** The page of a panel, in the frame that VS Code shows it in, once it is drawn. */
  async panel(name: PanelName, milliseconds = 60_000): Promise<Frame> {
    const end = Date.now() + milliseconds;
    for (;;) {
      for (const frame of this.page.frames()) {
        const isIt = await frame
          .evaluate(
            style =>
              document.querySelector(`link[href*="/${style}.css"]`) !== null &&
              (document.querySelector('#app')?.childElementCount ?? 0) > 0 &&
              document.visibilityState === 'visible',
            name,
          )
          // Frames come and go while the workbench is drawn.
          .catch(() => false);
        if (isIt) return frame;
      }
      if (Date.now() > end) throw new Error(`No panel shows the page ${name}: ${this.frameUrls().join(', ')}`);
      await this.page.waitForTimeout(100);
    }
  }

  private frameUrls(): string[] {
    return this.page.frames().map(frame => frame.url().slice(0, 100));
  }

  /** Every notification that is shown. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allTextContents();
  }
}
