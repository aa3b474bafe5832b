import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Contact, trainerNotifications } from '../../protocol/trainerWire';
import { TrainerServer } from '../../trainer/trainerServer';
import { tell } from '../../wire/wire';
import { newContact, withdrawContact, writeContact } from '../contact';
import { type RunLock, lockRun } from '../lock';
import { type RunFolder, runFolderAt } from '../runFolder';
import { Follower } from './follower';
import { Hearing } from './hearing';
import type { TrainingNews } from './trainingSupervisor';

// The process that is followed is this one: it has the lock, and listens.
let folder: RunFolder;
let lock: RunLock;
let contact: Contact;
let server: TrainerServer | undefined;
let follower: Follower | undefined;
const news: TrainingNews[] = [];
const asked: string[] = [];
const controls = {
  stop: () => void asked.push('stop'),
  pause: () => void asked.push('pause'),
  continue: () => void asked.push('continue'),
  setLearningRate: (peak: number) => void asked.push(`setLearningRate ${peak}`),
};

beforeEach(async () => {
  folder = runFolderAt(await mkdtemp(join(tmpdir(), 'visual-tuning-follower-')));
  lock = await lockRun(folder);
  contact = await newContact();
});
afterEach(async () => {
  follower?.dispose();
  await server?.close();
  server = undefined;
  lock.release();
  withdrawContact(folder, contact);
  await rm(folder.path, { recursive: true });
  news.length = 0;
  asked.length = 0;
});

const listen = async () => {
  server = await TrainerServer.listen(contact, folder.path, controls);
};
const follow = (hearing?: Hearing) => (follower = new Follower(folder, told => news.push(told), hearing));
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

test('a process is found whenever it begins to listen, and heard from then on', async () => {
  const followed = follow();
  await writeContact(folder, contact);
  await new Promise(resolve => setTimeout(resolve, 300));
  await listen();
  await eventually(() => expect(followed.link?.pid).toBe(process.pid));
  server?.broadcast(host => tell(host, trainerNotifications.grew, { records: 7 }));
  await eventually(() => expect(news).toContainEqual({ kind: 'grew', run: folder.path, records: 7 }));
});

test('it is called again when it hangs up, and left when the run has no process any more', async () => {
  await listen();
  await writeContact(folder, contact);
  const followed = follow();
  await eventually(() => expect(followed.link).toBeDefined());
  await server?.close();
  await eventually(() => expect(followed.link).toBeUndefined());
  await listen();
  await eventually(() => expect(followed.link).toBeDefined());
  lock.release();
  await server?.close();
  await followed.over;
});

test('a process that does not listen where it says is lost after a while, and back when it is heard', async () => {
  let now = 0;
  await writeContact(folder, contact);
  const followed = follow(new Hearing(() => now));
  await new Promise(resolve => setTimeout(resolve, 1200));
  expect(followed.isLost).toBe(false);
  now = 10_001;
  await eventually(() => expect(followed.isLost).toBe(true));
  expect(news).toEqual([{ kind: 'changed', run: folder.path }]);
  await listen();
  await eventually(() => expect(followed.isLost).toBe(false));
});

test('nobody is called at an address that another than the process that has the run wrote down', async () => {
  let calls = 0;
  const stranger = createServer(() => calls++).listen(contact.address);
  await writeContact(folder, { ...contact, pid: process.ppid });
  const followed = follow();
  await new Promise(resolve => setTimeout(resolve, 500));
  expect(calls).toBe(0);
  expect(followed.hearing.isLost).toBe(false);
  await new Promise(resolve => stranger.close(resolve));
});

test('what answers with another nonce than the one written down is no link', async () => {
  await listen();
  await writeContact(folder, { ...contact, nonce: '0'.repeat(48) });
  const followed = follow();
  await new Promise(resolve => setTimeout(resolve, 500));
  expect(followed.link).toBeUndefined();
  expect(asked).toEqual([]);
});

test('disposing ends the following and hangs up, and the process goes on', async () => {
  await listen();
  await writeContact(folder, contact);
  const followed = follow();
  await eventually(() => expect(followed.link).toBeDefined());
  followed.dispose();
  await followed.over;
  expect(followed.link).toBeUndefined();
  expect(asked).toEqual([]);
});
