import { afterEach, expect, test, vi } from 'vitest';
import { closeSetups, openSetup as opened, sample, setRuns } from './openSetup';
import { type FakeDocument, chosen, done } from './setupEditorFake';
import { themeKinds } from './themes';

vi.mock('vscode', async () => (await import('./setupEditorFake')).fakeVscode);

afterEach(() => expect(closeSetups()).toEqual([]));

/** What holds in the end, on a machine that is busy too. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

/** The methods of the file as it is now. */
const methodIn = (document: FakeDocument): unknown => JSON.parse(document.getText()).method;

test.for(themeKinds)('the page has no faults in %s', async theme => {
  const { panel, page } = await opened(sample, { theme });
  await page.locator('.thumbnails img').first().waitFor();
  await page.locator('.budget').waitFor();
  await panel.expectNoViolations();
});

test('a moved slider changes counts, chart and table within 100 ms, and the file once it is let go', async () => {
  const { page, document } = await opened();
  await page.locator('tbody').first().waitFor();
  const before = document.getText();
  const bound = 100;
  const change = (position: number) =>
    page.evaluate(async at => {
      const slider = globalThis.document.querySelector<HTMLInputElement>('input[type=range][aria-label=prompts]');
      const table = globalThis.document.querySelector('.tensors tbody');
      if (!slider || !table) throw new Error('The page is not there.');
      const start = performance.now();
      const changed = new Promise<number>(resolve => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          // After the next frame the chart, which is drawn with the table, is on the screen.
          requestAnimationFrame(() => resolve(performance.now() - start));
        });
        observer.observe(table, { subtree: true, characterData: true, childList: true });
      });
      slider.value = String(at);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      return changed;
    }, position);
  const medians: number[] = [];
  // Of several rounds the fastest is the one that other work disturbed least.
  while (medians.length === 0 || (Math.min(...medians) >= bound && medians.length < 3)) {
    const milliseconds: number[] = [];
    for (const position of [100, 120, 80, 140, 110, 70, 90]) milliseconds.push(await change(position));
    medians.push(milliseconds.toSorted((a, b) => a - b)[3]);
  }
  expect(Math.min(...medians)).toBeLessThan(bound);
  expect(document.getText()).toBe(before);
  await page.locator('input[type=range][aria-label=prompts]').dispatchEvent('change');
  await eventually(() => methodIn(document)).toEqual({ id: 'vpt-deep', prompts: 22 });
  expect(document.history).toHaveLength(1);
  await eventually(() => page.locator('#totals strong').first().textContent()).toBe('16,896');
  document.undo();
  expect(document.getText()).toBe(before);
  await eventually(() => page.locator('#totals strong').first().textContent()).toBe('7,680');
});

test('what is typed in the text appears in the page, and what is no JSON leaves it as it was', async () => {
  const { page, document } = await opened();
  await page.getByRole('textbox', { name: 'epochs', exact: true }).waitFor();
  document.type(sample.replace('"epochs": 30', '"epochs": 7'));
  await eventually(() => page.getByRole('textbox', { name: 'epochs', exact: true }).inputValue()).toBe('7');
  document.type(sample.replace('"epochs": 30', '"epochs": 30,,'));
  await page.getByText('not valid JSON').waitFor();
  await eventually(() => page.locator('.setup').getAttribute('inert')).toBe('');
  expect(await page.getByRole('textbox', { name: 'epochs', exact: true, includeHidden: true }).inputValue()).toBe('7');
  document.undo();
  await eventually(() => page.locator('.problem').count()).toBe(0);
});

test('the precision is chosen beside what has it, and the forecast says that it is that of another', async () => {
  const { page, panel, document } = await opened();
  const precision = page.getByRole('combobox', { name: 'precision' });
  expect(await precision.inputValue()).toBe('float32');
  await page.getByText('float16 and bfloat16: TensorFlow, and ONNX Runtime on a card; tf32: NVIDIA cards').waitFor();
  expect(await page.getByText('the forecast is that of float32').count()).toBe(0);
  await precision.selectOption('bfloat16');
  await eventually(() => JSON.parse(document.getText()).training.precision).toBe('bfloat16');
  await page.getByText('the forecast is that of float32').waitFor();
  await panel.expectNoViolations();
  document.undo();
  await eventually(() => precision.inputValue()).toBe('float32');
});

test('the forecast is for as many threads as the setting gives a training', async () => {
  chosen.set('threads', 3);
  try {
    const { page } = await opened();
    await page.getByText('on ONNX Runtime, 3 threads, estimated').waitFor();
  } finally {
    chosen.clear();
  }
});

test('the counts are those of the checkpoint once it has been looked into, and of the name where that fails', async () => {
  const backbone = (checkpoint: string) =>
    JSON.stringify({ ...JSON.parse(sample), backbone: { architecture: 'vit-nano', checkpoint } });
  const { panel, page, document } = await opened(backbone('nowhere.safetensors'));
  const help = page.locator('#checkpoint-help');
  const label = page.getByText('backbone counted by its name');
  await help.getByText('nowhere.safetensors does not exist: correct the path').waitFor();
  await help.getByText('Everything is counted for vit-nano as its name says.').waitFor();
  await label.waitFor();
  await panel.expectNoViolations();
  document.type(backbone('../media/backbones/vit-nano.safetensors'));
  await help.getByText('Everything is counted as the checkpoint has it.').waitFor();
  await eventually(() => label.count()).toBe(0);
});

test('a number that is typed is written when it is complete', async () => {
  const { page, document } = await opened();
  const clipping = page.getByRole('textbox', { name: 'gradient clipping' });
  await clipping.fill('1.5');
  await clipping.press('Enter');
  await eventually(() => JSON.parse(document.getText()).training.gradientClipping).toBe(1.5);
});

test('a number beyond its range stays as it was typed, with the range, and is not written', async () => {
  const { panel, page, document } = await opened();
  const prompts = page.getByRole('textbox', { name: 'prompts' });
  const total = () => page.locator('#totals strong').first().textContent();
  await page.getByText('A whole number from 1 to 1000.').first().waitFor();
  await prompts.press('End');
  await prompts.pressSequentially('00');
  await eventually(total).toBe('768,000');
  await prompts.pressSequentially('0');
  await prompts.press('Enter');
  await page.getByRole('alert').getByText('from 1 to 1000. It stays 10 until then.').waitFor();
  expect(await prompts.inputValue()).toBe('10000');
  expect(await prompts.getAttribute('aria-invalid')).toBe('true');
  await eventually(total).toBe('7,680');
  expect(document.getText()).toBe(sample);
  await panel.expectNoViolations();
  // Nobody starts a run in the belief that it counts.
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  expect(await prompts.evaluate(field => field.matches(':focus'))).toBe(true);
  expect(done.commands.filter(([id]) => id === 'visualTuning.run')).toEqual([]);
  await prompts.press('Escape');
  await eventually(() => prompts.inputValue()).toBe('10');
  expect(await page.getByText('until then').count()).toBe(0);
});

test.for(['0', '1.5', 'many', ''])('the text "%s" is no batch size, and the field says so', async text => {
  const { page, document } = await opened();
  const batch = page.getByRole('textbox', { name: 'batch size' });
  await batch.fill(text);
  await batch.press('Tab');
  await page.getByText('A whole number from 1 to 65536. It stays 20 until then.').waitFor();
  expect(await batch.inputValue()).toBe(text);
  expect(document.getText()).toBe(sample);
  await batch.fill('64');
  await batch.press('Enter');
  await eventually(() => JSON.parse(document.getText()).training.batchSize).toBe(64);
  expect(await page.getByText('until then').count()).toBe(0);
});

test('a budget that is no count of parameters is not taken, and stays with the reason', async () => {
  const { page } = await opened();
  const budget = page.getByRole('textbox', { name: 'Budget' });
  await budget.fill('1.5M');
  await budget.press('Enter');
  await page.getByRole('alert').getByText('A whole number, at least 0.').waitFor();
  expect(await budget.inputValue()).toBe('1.5M');
});

test('a change that would break the experiment is not made, and the page says why', async () => {
  const { page, document } = await opened();
  const validation = page.getByRole('textbox', { name: 'validation', exact: true });
  await validation.fill('0.9');
  await validation.press('Enter');
  await page.getByText('must together be less than 1').waitFor();
  expect(document.getText()).toBe(sample);
  await eventually(() => validation.inputValue()).toBe('0.2');
});

test('methods are chosen by group, combined and taken away', async () => {
  const { page, document } = await opened();
  await page.getByRole('button', { name: 'Remapping' }).click();
  await page.getByText('No method of this group').waitFor();
  await page.getByRole('button', { name: 'Parameter', exact: true }).click();
  await page.getByRole('radio', { name: 'LoRA' }).check();
  await eventually(() => methodIn(document)).toEqual({ id: 'lora' });
  await page.getByRole('img', { name: /^lora: acts on q \(added\), v \(added\)/ }).waitFor();
  await page.getByRole('checkbox', { name: 'k', exact: true }).check();
  await eventually(() => methodIn(document)).toEqual({ id: 'lora', targets: ['q', 'k', 'v'] });
  await page.getByRole('combobox', { name: 'layers' }).selectOption('last');
  await eventually(() => methodIn(document)).toEqual({ id: 'lora', targets: ['q', 'k', 'v'], layers: 'last-3' });
  await page.getByRole('button', { name: 'Combine with another method' }).click();
  await eventually(() => methodIn(document)).toHaveLength(2);
  await page.getByRole('button', { name: 'Remove lora' }).click();
  await eventually(() => methodIn(document)).not.toHaveProperty('length');
});

test('methods are compared at a budget, and the nearest settings can be used', async () => {
  const { page, document } = await opened();
  const row = page.getByRole('row', { name: /^LoRA/ });
  await eventually(() => row.textContent()).toMatch(/24,576\s*rank 2\s*6,144\s*-1,536/);
  const budget = page.getByRole('textbox', { name: 'Budget' });
  await budget.fill('50000');
  await budget.press('Enter');
  await eventually(() => row.textContent()).toMatch(/rank 16\s*49,152\s*-848/);
  await row.getByRole('button', { name: 'Use this' }).click();
  await eventually(() => methodIn(document)).toEqual({ id: 'lora', rank: 16 });
});

test('the table is sorted by a click on its titles, and copied as it is shown', async () => {
  const { page } = await opened();
  await page.getByRole('button', { name: 'Parameters', exact: true }).click();
  await eventually(() => page.locator('.tensors tbody tr').last().textContent()).toContain('head.bias');
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await eventually(() => done.copied.at(-1)).toContain('0,vpt-deep.blocks.0.prompts,1x10x128,1280,true');
});

test('forecast and preview arrive in their places', async () => {
  const { page } = await opened();
  await eventually(() => page.locator('.forecast').textContent()).toMatch(/300 MFLOP\s*\/image/);
  await eventually(() => page.locator('.preview p').first().textContent()).toMatch(/1,797\s+images\s+· 100\s+train/);
  await eventually(() => page.locator('.thumbnails img').count()).toBe(12);
});

test('a method at the budget is saved as an experiment of its own, under a name that is free', async () => {
  const { page, document } = await opened();
  await page.getByRole('button', { name: 'Save as new: LoRA rank 2' }).click();
  await eventually(() => [...done.written.keys()]).toEqual(['digits-vpt-deep-lora.tuning.json']);
  const { name, method, data } = JSON.parse(done.written.get('digits-vpt-deep-lora.tuning.json') ?? '{}');
  expect({ name, method }).toEqual({ name: 'digits-vpt-deep-lora', method: { id: 'lora', rank: 2 } });
  expect(data).toEqual(JSON.parse(sample).data);
  expect(document.getText()).toBe(sample);
  await eventually(() => done.commands.at(-1)?.[0]).toBe('vscode.openWith');
  await page.getByRole('button', { name: 'Save as new: SSF' }).click();
  await eventually(() => done.written.has('digits-vpt-deep-ssf-2.tuning.json')).toBe(true);
});

test('what is measured is said so, and stays until the experiment changes', async () => {
  const { page, document } = await opened();
  const said = () => page.locator('.forecast').textContent();
  await eventually(said).toContain('estimated');
  await page.getByRole('button', { name: 'Forecast' }).click();
  await eventually(said).toContain('measured');
  document.type(sample.replace('"digits-vpt-deep"', '"renamed"'));
  await page.getByRole('heading', { name: 'renamed' }).waitFor();
  expect(await said()).toContain('measured');
  document.type(sample.replace('"epochs": 30', '"epochs": 9'));
  await eventually(said).toContain('estimated');
});

test('a forecast that was made while runs train says so, and is made again when they have ended', async () => {
  setRuns('running', 'paused', 'done');
  try {
    const { page } = await opened();
    const said = () => page.locator('.forecast').textContent();
    await page.getByRole('button', { name: 'Forecast' }).click();
    await eventually(said).toContain('measured while 1 run trains');
    setRuns('done', 'paused', 'done');
    await eventually(said).not.toContain('while');
    await eventually(said).toContain('measured');
  } finally {
    setRuns();
  }
});

test('while it is estimated anew the numbers of before are pale, and nothing moves', async () => {
  const { page, document } = await opened();
  await page.getByText(', estimated').waitFor();
  const look = () =>
    page.evaluate(() => {
      const [header, basis] = ['.top', '.basis'].map(part => globalThis.document.querySelector(part));
      return { height: header?.getBoundingClientRect().height, basis: basis?.textContent };
    });
  const before = await look();
  // Seen by the page itself: on a busy machine it is over before the test looks.
  const meanwhile = page.evaluate(
    () =>
      new Promise<unknown>(resolve => {
        new MutationObserver((_, observer) => {
          const [header, basis] = ['.top', '.basis'].map(part => globalThis.document.querySelector(part));
          if (basis?.textContent !== 'estimating …') return;
          observer.disconnect();
          resolve({ height: header?.getBoundingClientRect().height, basis: basis.textContent });
        }).observe(globalThis.document.body, { subtree: true, childList: true, characterData: true });
      }),
  );
  document.type(sample.replace('"epochs": 30', '"epochs": 31'));
  expect(await meanwhile).toEqual({ ...before, basis: 'estimating …' });
  await eventually(look).toEqual(before);
});

test('the run button asks for a run of this file', async () => {
  const { page } = await opened();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await eventually(() => done.commands.at(-1)?.[0]).toBe('visualTuning.run');
});
