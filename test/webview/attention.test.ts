import { expect, test, vi } from 'vitest';
import { type AttentionRequest, attentionRequestSchema } from '../../src/protocol/attentionRequests';
import { attentionWords } from '../../src/vscode/attention/attentionWords';
import { type AttentionSize, exampleAttention, exampleCheckpoints, exampleImages } from './attentionExample';
import { answer } from './attentionHost';
import { initialState } from '../../webview/attention/state';
import { type OpenPage, type OpenPageOptions, openPage } from './openPage';
import { themeKinds } from './themes';

vi.mock('vscode', () => ({ l10n: { t: (sentence: string) => sentence } }));

const nano: AttentionSize = { layers: 6, heads: 3, grid: 8, prompts: 10 };
const vitBase: AttentionSize = { layers: 12, heads: 12, grid: 14, prompts: 10 };
const opened = async (size: AttentionSize = nano, options: OpenPageOptions = {}) => {
  const panel = await openPage('attention', { answer: (post, panel) => answer(size, post, panel), ...options });
  await panel.page.locator('.stack').first().waitFor();
  return panel;
};

const requests = ({ posts }: OpenPage) => posts.map(post => attentionRequestSchema.parse(post));
const asked = <Type extends AttentionRequest['type']>(panel: OpenPage, type: Type) =>
  requests(panel).filter((request): request is Extract<AttentionRequest, { type: Type }> => request.type === type);
const caption = ({ page }: OpenPage) => page.locator('.caption').textContent();

test.for(themeKinds)('the page has no faults in %s', async theme => {
  const panel = await opened(nano, { theme });
  await panel.page.getByRole('table', { name: 'Cosine similarity' }).waitFor();
  await panel.expectNoViolations();
});

test.for([
  [1400, nano],
  [1400, vitBase],
  [700, nano],
  [700, vitBase],
  [342, nano],
] as const)('at %i pixels nothing of the page is cut off', async ([width, size]) => {
  const panel = await opened(size, { width });
  for (const mode of ['Patches → prompt', 'CLS → patches', 'CLS → prompts', 'Rollout']) {
    await panel.page.getByRole('radio', { name: mode }).check();
    const scrolled = await panel.page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrolled, mode).toBeLessThanOrEqual(width);
  }
  await panel.expectNoViolations();
});

test('tables of two hundred prompts are pictures that scroll by themselves, with few elements', async () => {
  const panel = await opened({ layers: 4, heads: 2, grid: 4, prompts: 200 }, { width: 700 });
  const { page } = panel;
  await page.getByRole('application', { name: 'Cosine similarity' }).waitFor();
  for (const mode of ['Patches → prompt', 'CLS → prompts']) {
    await page.getByRole('radio', { name: mode }).check();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), mode).toBeLessThanOrEqual(700);
  }
  expect(await page.locator('*').count()).toBeLessThan(5000);
  await panel.expectNoViolations();
});

test('in a picture of a table keys go from cell to cell, and Enter chooses', async () => {
  const panel = await opened({ layers: 4, heads: 2, grid: 4, prompts: 40 });
  const shares = panel.page.getByRole('application', { name: 'How much CLS attends' });
  await shares.focus();
  // From the cell that is chosen, the first prompt of the last layer.
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await panel.page.keyboard.press(key);
  expect(await panel.page.locator('#shares-title-cell').textContent()).toMatch(/Layer 2, P2: [\d.]+ %/);
  await panel.page.keyboard.press('Enter');
  expect(await caption(panel)).toContain('layer 2, query = each patch, key = prompt 2');
});

test('of many prompts those stand first that the class token attends to most', async () => {
  const { page } = await opened();
  const names = () => page.locator('.prompt-maps button span:not(.muted)').allTextContents();
  expect((await names()).slice(0, 3)).toEqual(['all', 'P0', 'P1']);
  await page.getByRole('radio', { name: 'CLS attention' }).check();
  const shares = (await page.locator('.prompt-maps .muted').allTextContents()).slice(1).map(Number.parseFloat);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect((await names()).slice(1)).not.toEqual(Array.from({ length: 10 }, (_, prompt) => `P${prompt}`));
});

test('where all heads are too large to be sent, each is asked for when it is looked at', async () => {
  const held: (() => Promise<void>)[] = [];
  const panel = await opened(nano, {
    answer: (post, page) => {
      const request = attentionRequestSchema.parse(post);
      if (request.type !== 'attention') return answer(nano, post, page);
      const { checkpoint, image, head } = request;
      // One head's maps, brighter the higher its number.
      const { tuned, ...attention } = exampleAttention({ ...nano, heads: 1 }, 1 + (head ?? 0));
      const { clsToPatches, clsToPrompts } = exampleAttention(nano).tuned;
      const large = { ...attention, heads: 3, promptHeads: 1, tuned: { ...tuned, clsToPatches, clsToPrompts } };
      const before = exampleAttention({ ...nano, prompts: 0 }).before;
      const send = () => page.send({ type: 'attention', checkpoint, image, head, attention: { ...large, before } });
      if (head === null) return send();
      held.push(send);
      return undefined;
    },
  });
  await panel.page.getByRole('radio', { name: '2', exact: true }).check();
  await expect.poll(() => asked(panel, 'attention').at(-1)?.head).toBe(2);
  // Until it is there, what is shown is called what it is.
  expect(await caption(panel)).toContain('mean of');
  for (const send of held) await send();
  await expect.poll(() => caption(panel)).toContain('head 2');
  await panel.page.getByRole('radio', { name: 'CLS → patches' }).check();
  await panel.page.getByRole('radio', { name: '1', exact: true }).check();
  expect(await caption(panel)).toContain('head 1');
  expect(asked(panel, 'attention').map(({ head }) => head)).toEqual([null, 2]);
});

test('layers, heads, prompts and maps are changed without asking the host', async () => {
  const panel = await opened();
  await panel.waitForPost(post => attentionRequestSchema.parse(post).type === 'similarity');
  const before = panel.posts.length;
  await panel.page.getByLabel('Layer', { exact: true }).fill('2');
  await panel.page.getByRole('radio', { name: '1', exact: true }).check();
  await panel.page.getByRole('button', { name: 'P4', exact: true }).click();
  expect(await caption(panel)).toBe(
    'Softmax weights, head 1, layer 2, query = each patch, key = prompt 4, digits-vpt-deep #3, epoch 3, 0000.png',
  );
  await panel.page.getByRole('radio', { name: 'Rollout' }).check();
  expect(await caption(panel)).toContain('Attention rollout over all layers');
  expect(panel.posts).toHaveLength(before);
});

test('a scrubbed checkpoint is asked for when it stays, and an answer that comes too late is not shown', async () => {
  const late: (() => Promise<void>)[] = [];
  const panel = await opened(nano, {
    answer: async (post, panel) => {
      const request = attentionRequestSchema.parse(post);
      if (request.type === 'attention' && request.checkpoint === 'step-5') late.push(() => answer(nano, post, panel));
      else await answer(nano, post, panel);
    },
  });
  const scrubber = panel.page.getByLabel('Checkpoint');
  await scrubber.fill('4');
  await expect.poll(() => late.length).toBe(1);
  // Both at once: on a busy machine the page would take them for two that stay.
  await scrubber.evaluate((input: HTMLInputElement) => {
    for (const value of ['5', '6']) {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await expect.poll(() => caption(panel)).toContain('epoch 7');
  for (const send of late) await send();
  await expect.poll(() => asked(panel, 'images').at(-1)?.checkpoint).toBe('step-7');
  expect(await caption(panel)).toContain('epoch 7');
  expect(asked(panel, 'attention').map(({ checkpoint }) => checkpoint)).not.toContain('step-6');
});

test('arrow keys go from patch to patch and read its value', async () => {
  const panel = await opened();
  await panel.page.locator('.stack').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await panel.page.keyboard.press(key);
  const value = exampleAttention(nano).tuned.patchesToPrompts;
  const at = (head: number) => value[(5 * 3 + head) * 10 * 64 + 9];
  const percent = (100 * (at(0) + at(1) + at(2))) / 3;
  const text = await panel.page.locator('.readout').textContent();
  expect(text?.trim()).toMatch(/^row 1, column 1: [\d.]+ %$/);
  expect(Number(text?.match(/([\d.]+) %/)?.[1])).toBeCloseTo(percent, 4);
});

test('a cell of the table selects its layer and prompt, and arrow keys go through the cells', async () => {
  const panel = await opened();
  const table = panel.page.getByRole('table', { name: 'How much CLS attends' });
  await table.getByRole('button', { name: 'Layer 2, P3' }).click();
  expect(await caption(panel)).toContain('layer 2, query = each patch, key = prompt 3');
  await panel.page.keyboard.press('ArrowDown');
  await panel.page.keyboard.press('Enter');
  expect(await caption(panel)).toContain('layer 3, query = each patch, key = prompt 3');
});

test('without prompts the class token is shown before and after tuning, and the difference', async () => {
  const panel = await opened({ ...nano, prompts: 0 });
  expect(await panel.page.locator('figcaption').allTextContents()).toEqual([
    'Before tuning',
    'After tuning',
    'Difference: after − before',
  ]);
  expect(await panel.page.getByRole('radio', { name: '→' }).count()).toBe(1);
  expect(asked(panel, 'similarity')).toEqual([]);
  await panel.expectNoViolations();
});

test('the picture is a PNG file and the values are comma-separated', async () => {
  const panel = await opened();
  await panel.page.getByRole('button', { name: 'Save as PNG' }).click();
  await panel.page.getByRole('button', { name: 'Copy values' }).click();
  await expect.poll(() => asked(panel, 'savePicture')).toHaveLength(1);
  await expect.poll(() => asked(panel, 'copy')).toHaveLength(1);
  const [{ name, png }] = asked(panel, 'savePicture');
  expect(name).toBe('digits-vpt-deep-3-patchesToPrompts-layer-5.png');
  expect([...png.subarray(1, 4)]).toEqual([...'PNG'].map(letter => letter.charCodeAt(0)));
  expect(asked(panel, 'copy')[0].text.split('\n')).toHaveLength(1 + 10 * 64);
});

test('nearest patches are searched for on demand, which can be cancelled, and a patch leads to its image', async () => {
  let isSlow = true;
  const panel = await opened(nano, {
    answer: (post, panel) => {
      const isNearest = attentionRequestSchema.parse(post).type === 'nearest';
      if (isNearest && isSlow) return panel.send({ type: 'progress', what: 'Images read', done: 3, total: 40 });
      return answer(nano, post, panel);
    },
  });
  const find = panel.page.getByRole('button', { name: 'Find those of P0 in layer 5' });
  await find.click();
  await panel.page.getByText('Images read 3 / 40').waitFor();
  await panel.page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => asked(panel, 'cancel')).toEqual([{ type: 'cancel', kind: 'nearest' }]);
  isSlow = false;
  await find.click();
  await panel.page.locator('.patches button').nth(4).click();
  await expect.poll(() => caption(panel)).toContain('0004.png');
  expect(await panel.page.locator('.readout').textContent()).toContain('row 4, column 3');
});

test('a dropped image is sent to the host, and shown when the host has it', async () => {
  const panel = await opened();
  await panel.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array([1, 2, 3])], 'cat.png'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect
    .poll(() => asked(panel, 'drop'))
    .toEqual([{ type: 'drop', name: 'cat.png', bytes: new Uint8Array([1, 2, 3]) }]);
  await panel.send({ type: 'own', image: { file: '/tmp/0-cat.png', name: 'cat.png' } });
  await expect.poll(() => caption(panel)).toContain('0-cat.png');
  expect(await panel.page.locator('.thumbnail[aria-pressed=true]').textContent()).toContain('cat.png');
});

test("where there is no image of one's own yet, nothing is computed and no other image is shown", async () => {
  const panel = await opened();
  await panel.page.getByRole('radio', { name: 'Your own' }).check();
  await panel.page.getByText('Choose an image, drop one here, or paste one.').waitFor();
  await expect.poll(() => panel.page.locator('.stack').count()).toBe(0);
  expect(await panel.page.locator('.waiting').textContent()).toBe('');
});

test('another checkpoint shows the same image, whatever its list begins with', async () => {
  const panel = await opened();
  await panel.page.getByLabel('Checkpoint', { exact: true }).fill('0');
  await expect.poll(() => asked(panel, 'images').length).toBeGreaterThan(1);
  const { checkpoint } = asked(panel, 'images').at(-1) ?? { checkpoint: '' };
  const [, other] = exampleImages(2);
  await panel.send({ type: 'images', list: { which: 'validation', checkpoint, images: [other], total: 1 } });
  await panel.page.locator('.thumbnail').nth(1).waitFor({ state: 'detached' });
  // As long as a page waits before it asks.
  await panel.page.waitForTimeout(500);
  expect(new Set(asked(panel, 'attention').map(({ image }) => image)).size).toBe(1);
});

test('what is chosen is kept for the next time', async () => {
  const first = await opened();
  await first.page.getByRole('radio', { name: 'CLS → patches' }).check();
  await first.page.getByLabel('Layer', { exact: true }).fill('1');
  const chosen = { run: '/runs/digits-vpt-deep-3', mode: 'clsToPatches', layer: 1 };
  await expect.poll(() => first.state()).toMatchObject(chosen);
  const second = await opened(nano, { state: first.state() });
  expect(await caption(second)).toContain('layer 1, query = class token');
});

test('an image that is no longer there gives way to the first of the list', async () => {
  const panel = await opened(nano, {
    state: { ...initialState, image: '/gone.png' },
    answer: (post, panel) => {
      const request = attentionRequestSchema.parse(post);
      const isLost = request.type === 'attention' && request.image === '/gone.png';
      return isLost
        ? panel.send({ type: 'problem', kind: 'attention', sentence: '/gone.png is not an image of this panel.' })
        : answer(nano, post, panel);
    },
  });
  expect(await caption(panel)).toContain('0000.png');
  expect(await panel.page.getByRole('alert').count()).toBe(0);
});

test('what went wrong is said, and can be tried again', async () => {
  let isBroken = true;
  const panel = await openPage('attention', {
    answer: (post, panel) =>
      isBroken && attentionRequestSchema.parse(post).type === 'attention'
        ? panel.send({ type: 'problem', kind: 'attention', sentence: 'The checkpoint is damaged.' })
        : answer(nano, post, panel),
  });
  await panel.page.getByText('The checkpoint is damaged.').waitFor();
  await panel.expectNoViolations();
  isBroken = false;
  await panel.page.getByRole('button', { name: 'Try again' }).click();
  await panel.page.locator('.stack').waitFor();
  expect(await panel.page.getByText('The checkpoint is damaged.').count()).toBe(0);
});

test('a run without a checkpoint says so, and fills when there is one', async () => {
  const panel = await openPage('attention', {
    answer: async (post, panel) => {
      if (attentionRequestSchema.parse(post).type !== 'ready') return answer(nano, post, panel);
      const words = attentionWords();
      return panel.send({ type: 'opened', run: '/runs/a-1', title: 'a #1', words, checkpoints: [], own: [] });
    },
  });
  await panel.page.getByText('no checkpoint yet').waitFor();
  await panel.send({ type: 'checkpoints', checkpoints: exampleCheckpoints(1) });
  await panel.page.locator('.stack').waitFor();
  expect(await caption(panel)).toContain('epoch 1');
});

test('a backbone that was not tuned is said to have no difference, which is not coloured', async () => {
  const tuned = exampleAttention({ ...nano, prompts: 0 });
  const { clsToPatches, rolloutPatches } = tuned.before;
  // As one engine's rounding tells two graphs apart.
  const rounded = clsToPatches.map((weight, index) => weight * (1 + 4e-7 * (-1) ** index));
  const attention = { ...tuned, tuned: { ...tuned.tuned, clsToPatches: rounded, rolloutPatches } };
  const panel = await opened(nano, {
    width: 342,
    answer: (post, page) => {
      const request = attentionRequestSchema.parse(post);
      if (request.type !== 'attention') return answer({ ...nano, prompts: 0 }, post, page);
      const { checkpoint, image, head } = request;
      return page.send({ type: 'attention', checkpoint, image, head, attention });
    },
  });
  await panel.page.getByText('No difference in any layer: at this checkpoint').waitFor();
  const canvas = panel.page.locator('figure', { hasText: 'Difference' }).locator('.stack canvas');
  const spread = await canvas.evaluate(element => {
    if (!(element instanceof HTMLCanvasElement)) return NaN;
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
    const reds = Array.from(data).filter((_, index) => index % 4 === 0);
    return Math.max(...reds) - Math.min(...reds);
  });
  expect(spread).toBeLessThan(20);
  await panel.expectNoViolations();
});

test('where the images of a run can not be read nothing is said to be computed', async () => {
  const { page } = await openPage('attention', {
    answer: (post, panel) => {
      const request = attentionRequestSchema.parse(post);
      if (request.type === 'ready') return answer(nano, post, panel);
      return panel.send({ type: 'problem', kind: request.type, sentence: 'The method "gain" is unknown.' });
    },
  });
  await page.getByRole('alert').getByText('The method "gain" is unknown.').first().waitFor();
  expect(await page.getByText('Computing').count()).toBe(0);
});
