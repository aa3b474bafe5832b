import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';

const folder = fileURLToPath(new URL('../../test-results', import.meta.url));
const windows = new Set<Page>();

/** Keeps what is to be seen in a window when a test fails, under `test-results`, for as long as the window is open. */
export function keepFailurePictures(page: Page): void {
  windows.add(page);
  page.once('close', () => windows.delete(page));
}

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await mkdir(folder, { recursive: true });
  const name = task.name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80);
  for (const [index, page] of [...windows].entries()) {
    await page.screenshot({ path: join(folder, `${name}-${index + 1}.png`) });
  }
});
