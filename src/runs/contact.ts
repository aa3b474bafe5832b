import { randomBytes } from 'node:crypto';
import { lstat, mkdtemp, readFile, readdir } from 'node:fs/promises';
import { rmSync, rmdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Contact, contactSchema } from '../protocol/trainerWire';
import { writeAtomically } from '../storage/atomicFile';
import type { RunFolder } from './runFolder';

type ContactFolder = Pick<RunFolder, 'path'>;

/** A Unix socket's path may have 104 bytes at most, on some systems. */
const longestFolder = 80;

const socketName = 'trainer';
const temporaryFolder = () => (tmpdir().length > longestFolder ? '/tmp' : tmpdir());
const prefix = () => join(temporaryFolder(), 'visual-tuning-');

const contactPath = (folder: ContactFolder) => join(folder.path, 'contact.json');

/** An address that nobody else listens at, and a secret: the path of a Unix socket in a private folder, or a pipe's name. */
export async function newContact(): Promise<Contact> {
  const secret = () => randomBytes(24).toString('hex');
  const nonce = secret();
  const { pid } = process;
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\visual-tuning-${secret()}`, nonce, pid };
  // Only its owner may enter a folder that mkdtemp makes.
  return { address: join(await mkdtemp(prefix()), socketName), nonce, pid };
}

/** Says in the run folder where its process is reached; nobody but its owner may read it. */
export async function writeContact(folder: ContactFolder, contact: Contact): Promise<void> {
  await writeAtomically(contactPath(folder), async file => {
    await file.chmod(0o600);
    await file.writeFile(`${JSON.stringify(contact)}\n`);
  });
}

/** Where the process of a run is reached; null if it doesn't say, or not in a way that can be believed. */
export async function readContact(folder: ContactFolder): Promise<Contact | null> {
  try {
    return contactSchema.parse(JSON.parse(await readFile(contactPath(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Takes back a contact: its file, the socket and the socket's folder. At once, as the last thing that a process does. */
export function withdrawContact(folder: ContactFolder, { address }: Contact): void {
  rmSync(contactPath(folder), { force: true });
  removeSocket(address);
}

/** Milliseconds: one that nobody listens at after that long never will be listened at. */
const longEnough = 10_000;

/** Removes the sockets that training processes left behind which could not take their contacts back, as they were killed. */
export async function removeLeftSockets(): Promise<void> {
  if (process.platform === 'win32') return;
  const names = await readdir(temporaryFolder()).catch((): string[] => []);
  const addresses = names.map(name => join(temporaryFolder(), name, socketName));
  await Promise.all(addresses.filter(isOurs).map(removeIfLeft));
}

const isOurs = (address: string) => dirname(address).startsWith(prefix());

async function removeIfLeft(address: string): Promise<void> {
  const found = await lstat(address).catch(() => null);
  if (!found?.isSocket() || Date.now() - found.mtimeMs < longEnough) return;
  if (await isRefused(address)) removeSocket(address);
}

/** Whether nobody listens at a socket. */
function isRefused(address: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(address);
    socket.once('error', error => resolve('code' in error && error.code === 'ECONNREFUSED'));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

function removeSocket(address: string): void {
  if (process.platform === 'win32') return;
  rmSync(address, { force: true });
  try {
    rmdirSync(dirname(address));
  } catch {
    // Somebody put something beside the socket, or the system tidied the folder away.
  }
}
