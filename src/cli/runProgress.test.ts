import { expect, test } from 'vitest';
import type { JournalEntry } from '../protocol/journal';
import { RunProgress } from './runProgress';

function followed(isRedrawn: boolean) {
  const notes: string[] = [];
  const drawn: string[] = [];
  let now = 0;
  const progress = new RunProgress(
    { note: text => void notes.push(text) },
    { columns: 120, write: (text: string | Uint8Array) => drawn.push(String(text)) > 0 },
    isRedrawn,
    () => now,
  );
  progress.expect({ steps: 100, epochs: 10 });
  const step = (n: number): JournalEntry => ({
    type: 'step',
    epoch: 1,
    step: n,
    loss: 1.5,
    accuracy: 0.5,
    learningRate: 0.001,
    gradientNorm: 1,
    timing: { imagesPerSecond: 320 },
  });
  return { progress, notes, drawn, step, wait: (ms: number) => (now += ms) };
}

const epoch: JournalEntry = {
  type: 'epoch',
  epoch: 3,
  step: 30,
  train: { loss: 0.5, accuracy: 0.8 },
  validation: { loss: 0.7, accuracy: 0.75 },
  timing: { imagesPerSecond: 300 },
};

test('a terminal sees a bar with the time that is left at the rate so far', () => {
  const { progress, drawn, step, wait } = followed(true);
  wait(1000);
  progress.follow(step(10));
  wait(2000);
  progress.follow(step(30));
  expect(drawn.at(-1)).toContain('30 %  loss 1.500  320 images/s  0:07 left');
});

test('the bar is redrawn at most ten times a second', () => {
  const { progress, drawn, step, wait } = followed(true);
  wait(1000);
  for (let n = 1; n <= 50; n++) {
    wait(10);
    progress.follow(step(n));
  }
  expect(drawn.length).toBeLessThanOrEqual(6);
});

test('reading images is redrawn at most ten times a second too, and its end is always shown', () => {
  const { progress, drawn, wait } = followed(true);
  for (let n = 1; n <= 50; n++) {
    wait(10);
    progress.preparing('reading images', n, 50);
  }
  expect(drawn.length).toBeLessThanOrEqual(7);
  expect(drawn.at(-1)).toContain('50/50');
});

test('where there is no terminal an epoch is one line and steps are silent', () => {
  const { progress, notes, drawn, step } = followed(false);
  progress.follow(step(1));
  progress.follow(epoch);
  expect(drawn).toEqual([]);
  expect(notes).toEqual([
    'epoch  3/10  train loss 0.500 accuracy 80 %  validation loss 0.700 accuracy 75 %  300 images/s',
  ]);
});

test('a run that begins names its engine, which may have been chosen for it', () => {
  const { progress, notes } = followed(false);
  progress.follow({ type: 'started', epochs: 1, steps: 2, engine: 'tensorflow', trainable: 3, head: 4 });
  expect(notes).toEqual(['computing on tensorflow']);
});

test('a file that is left out is named with the reason', () => {
  const { progress, notes } = followed(false);
  progress.follow({ type: 'quarantined', path: '1/broken.png', reason: 'it is no image' });
  expect(notes).toEqual(['left out: 1/broken.png (it is no image)']);
});

test('the loss in a lower precision stands beside that in float32', () => {
  const { progress, notes } = followed(false);
  const measured = { type: 'precision', precision: 'bfloat16', epoch: 1, step: 10 } as const;
  progress.follow({ ...measured, loss: 1.2345, float32Loss: 1.2222 });
  progress.follow({ ...measured, loss: 1.2, float32Loss: 1.25 });
  progress.follow({ ...measured, loss: null, float32Loss: 1.25 });
  expect(notes).toEqual([
    'loss in bfloat16 1.2345, in float32 1.2222 (+1.01 %)',
    'loss in bfloat16 1.2000, in float32 1.2500 (−4.00 %)',
    'loss in bfloat16 not a number, in float32 1.2500',
  ]);
});

test('an update that was not made is said with the scale of the loss that follows', () => {
  const { progress, notes } = followed(false);
  progress.follow({ type: 'lossScale', step: 7, from: 65536, to: 32768 });
  progress.follow({ type: 'lossScale', step: 2007, from: 32768, to: 65536 });
  expect(notes).toEqual([
    'step 7 made no update, its gradient was not finite: the loss is scaled by 32768 from now on',
    'the loss is scaled by 65536 from now on',
  ]);
});
