import { expect, test } from 'vitest';
import { runNumber, runTitle } from './runTitle';

test('a run is called by its experiment and its number', () => {
  expect(runTitle({ id: 'digits-lora-3', experiment: 'Digits LoRA' })).toBe('Digits LoRA #3');
});

test('a folder that is not named after its experiment keeps its name', () => {
  const run = { id: 'my-favourite', experiment: 'digits-lora' };
  expect(runNumber(run)).toBeNull();
  expect(runTitle(run)).toBe('my-favourite');
  expect(runTitle({ id: 'digits-lora-3', experiment: 'digits-lora-3' })).toBe('digits-lora-3');
});
