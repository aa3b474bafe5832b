import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { newContact, removeLeftSockets, withdrawContact } from './contact';

const nowhere = { path: '/nowhere' };
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
const longAgo = (address: string) => utimes(address, 0, 0);

/** A socket whose process was killed. */
async function left(): Promise<string> {
  const { address } = await newContact();
  const script = "require('node:net').createServer().listen(process.argv[1], () => console.log('listens'))";
  const child = spawn(process.execPath, ['-e', script, address], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  return address;
}

test.runIf(process.platform !== 'win32')(
  'sockets of processes that were killed are removed, those in use not',
  async () => {
    const [old, recent, used] = [await left(), await left(), await newContact()];
    const server = createServer();
    await once(server.listen(used.address), 'listening');
    await Promise.all([old, used.address].map(longAgo));
    await removeLeftSockets();
    expect(await Promise.all([old, recent, used.address].map(isThere))).toEqual([false, true, true]);

    server.close();
    await longAgo(recent);
    await removeLeftSockets();
    expect(await isThere(recent)).toBe(false);
    withdrawContact(nowhere, used);
    expect(await isThere(used.address)).toBe(false);
  },
);
