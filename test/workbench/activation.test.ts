import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenWorkbench, openWorkbench } from './openWorkbench';
import { soon } from './patience';

let opened: OpenWorkbench;
beforeAll(async () => {
  opened = await openWorkbench();
});
afterAll(() => opened?.close());

/** Milliseconds that the extension took to start in this window, as VS Code itself measures it. */
async function activationTime(): Promise<number> {
  const { workbench } = opened;
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.extension', { hasText: 'visual-tuning' });
  const time = row.locator('.activation-time');
  // "Activation: 12ms"; until it has started, "Activating...".
  await expect.poll(() => time.innerText(), soon).toMatch(/\d+ ?ms/);
  return Number.parseFloat(/([\d.,]+) ?ms/.exec(await time.innerText())?.[1] ?? 'NaN');
}

/** Of several starts the fastest is the one that other work disturbed least. */
const bound = 50;
const fewest = 5;
const most = 10;

test(`the extension starts within ${bound} milliseconds`, async () => {
  const times: number[] = [];
  while (times.length < fewest || (Math.min(...times) >= bound && times.length < most)) {
    if (times.length > 0) await opened.workbench.reload();
    times.push(await activationTime());
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  process.stdout.write(`Activation: ${times.join(', ')} ms; median ${median} ms\n`);
  expect(Math.min(...times)).toBeLessThan(bound);
});
