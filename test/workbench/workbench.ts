import type { Frame, Locator } from 'playwright-core';
import { EditorWindow } from '../../scripts/editorWindow.mjs';

/** The pages of the extension's panels, by their bundles. */
export type PanelName = 'setup' | 'metrics' | 'attention' | 'compare';

/** VS Code's workbench as a person uses it, and looks at it. */
export class Workbench extends EditorWindow {
  /** Starts the window anew; training goes on. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The page of a panel, once it is drawn. */
  override panel(name: PanelName, milliseconds?: number): Promise<Frame> {
    return super.panel(name, milliseconds);
  }

  /** Tabs of editors with changes that are not saved. */
  get dirtyTabs(): Locator {
    return this.page.locator('.tabs-container .tab.dirty');
  }

  /** Rows of the extension's explorer, as a screen reader tells them. */
  async explorerRows(): Promise<string[]> {
    const rows = this.page.locator('.sidebar .monaco-list-row');
    return rows.evaluateAll(elements => elements.map(element => element.getAttribute('aria-label') ?? ''));
  }

  /** The status bar's item of the extension. */
  get statusBarItem(): Locator {
    return this.page.locator('.statusbar-item[id*="visualTuning"]');
  }

  /** Every notification that is kept: a window that has no focus shows none by itself. */
  async notifications(): Promise<string[]> {
    await this.command('Notifications: Show Notifications');
    const center = this.page.locator('.notifications-center.visible');
    await center.waitFor();
    const found = await center.locator('.notification-list-item-message').allTextContents();
    await this.page.keyboard.press('Escape');
    return found;
  }
}
