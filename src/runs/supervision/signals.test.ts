import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { lookAtProcess } from '../processSight';
import { killTree } from './signals';

test.skipIf(process.platform === 'win32')('killing a process that leads a group kills its children too', async () => {
  const leader = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise(resolve => leader.once('exit', (_, signal) => resolve(signal)));
  const child = await new Promise<number>(resolve => {
    leader.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
  });
  expect((await lookAtProcess(child)).isThere).toBe(true);
  await killTree(leader.pid ?? 0);
  expect(await ended).toBe('SIGKILL');
  await expect.poll(async () => (await lookAtProcess(child)).isThere).toBe(false);
  // Once more, to nobody.
  await killTree(leader.pid ?? 0);
});
