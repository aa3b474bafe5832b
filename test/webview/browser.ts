import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { browserArguments, provideChromium } from '../../scripts/chromium.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one headless Chromium of a test run listens. */
    browser: string;
  }
}

/** Starts Chromium for all tests of a run, and ends it after them. @throws Error that says what is missing and why */
export default async function startBrowser({ provide }: TestProject): Promise<() => Promise<void>> {
  const executablePath = await provideChromium();
  const server = await chromium.launchServer({ executablePath, args: [...browserArguments], timeout: 120_000 });
  provide('browser', server.wsEndpoint());
  return () => server.close();
}
