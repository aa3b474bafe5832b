import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JournalWriter } from '../../runs/journal';
import { runFolderAt } from '../../runs/runFolder';
import { failureOf } from './runFailure';

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'failure-'));
  const journal = new JournalWriter(runFolderAt(path).journal);
  journal.append({ type: 'failed', message: 'The loss is no longer a number at step 2.', diverged: true });
  journal.close();
});
afterAll(() => rm(path, { recursive: true }));

test('a run that failed says why, in the words of its journal', async () => {
  expect(await failureOf({ path, presence: 'failed' })).toEqual({
    message: 'The loss is no longer a number at step 2.',
    diverged: true,
  });
});

test('a run that was taken up again did not fail', async () => {
  expect(await failureOf({ path, presence: 'running' })).toBeNull();
});

test('a journal that is gone is no reason, and no error', async () => {
  expect(await failureOf({ path: join(path, 'gone'), presence: 'failed' })).toBeNull();
});
