import type { Frame } from 'playwright-core';

/** For what may take a while on a busy machine: how long it is waited for, and how often it is looked at. */
export const soon = { timeout: 240_000, interval: 200 } as const;

/** Epochs of a run that is still under way when a story has been told, however long a busy machine takes to tell it. */
export const endless = 5000;

declare global {
  interface Window {
    /** How the frame of a webview passes on what its page posts. */
    __vscode_post_message__?(channel: string, data: unknown): void;
  }
}

/** Posts a message to the extension host as a panel's page would. */
export async function postToHost(page: Frame, message: unknown): Promise<void> {
  await page.parentFrame()?.evaluate(sent => {
    if (window.__vscode_post_message__ === undefined) throw new Error('This frame is not that of a webview.');
    window.__vscode_post_message__('onmessage', { message: sent, transfer: undefined });
  }, message);
}
