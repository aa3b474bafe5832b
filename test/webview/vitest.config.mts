import { defineConfig } from 'vitest/config';

/** Pages of the panels in headless Chromium, each against a fake editor. */
export default defineConfig({
  test: {
    name: 'webview',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/webview/**/*.test.ts'],
    globalSetup: ['test/webview/browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
