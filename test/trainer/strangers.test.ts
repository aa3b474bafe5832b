import { randomBytes } from 'node:crypto';
import { type Socket, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessageConnection, createMessageConnection } from 'vscode-jsonrpc/node';
import { type Contact, trainerRequests } from '../../src/protocol/trainerWire';
import { readContact } from '../../src/runs/contact';
import { runFolderAt } from '../../src/runs/runFolder';
import { readState } from '../../src/runs/state';
import { ask } from '../../src/wire/wire';
import { type Workbench, digitsWorkbench } from '../command-line/digits';
import { type Window, buildTrainer, journalOf, openWindow, stepsOf, until } from './supervision';

let bench: Workbench;
let window: Window;
let run: string;
let contact: Contact;
beforeAll(async () => {
  await buildTrainer();
  bench = await digitsWorkbench();
  window = openWindow();
  const experiment = { method: { id: 'vpt-deep' }, training: { epochs: 400, batchSize: 8 } };
  run = await window.supervisor.start(await bench.experiment('visited', experiment), bench.runs);
  await stepsOf(run, 1);
  contact = await until('it says where it listens', () => readContact(runFolderAt(run)));
  // Only who is connected hears of records.
  await until('its window is connected', () => window.news.some(({ kind }) => kind === 'grew'));
});
afterAll(async () => {
  await window.supervisor.stop(run);
  window.supervisor.dispose();
  await bench.remove();
});

/** A connection of nobody in particular, and its end. */
function call(): { socket: Socket; closed: Promise<void>; connection: MessageConnection } {
  const socket = connect(contact.address);
  const closed = new Promise<void>(resolve => socket.on('error', () => undefined).once('close', () => resolve()));
  const connection = createMessageConnection(socket, socket);
  connection.onError(() => undefined);
  connection.listen();
  // Else what was asked would wait for ever.
  void closed.then(() => connection.dispose());
  return { socket, closed, connection };
}

/** The run makes steps and hears its window as if nothing had happened. */
async function isUnharmed(): Promise<void> {
  const { records } = await journalOf(run);
  await stepsOf(run, records.filter(({ type }) => type === 'step').length + 2);
  await window.supervisor.pause(run);
  await until('it pauses', async () => (await readState(runFolderAt(run).state)).state === 'paused');
  await window.supervisor.continue(run);
  expect((await journalOf(run)).damaged).toEqual([]);
}

test('who gives the wrong nonce is hung up on', async () => {
  const { connection, closed } = call();
  const nonce = contact.nonce.replace(/./g, '0');
  await expect(ask(connection, trainerRequests.hello, { nonce })).rejects.toThrow();
  await closed;
  await isUnharmed();
});

test('who asks for something before it says hello is hung up on, and nothing is done', async () => {
  const { connection, closed } = call();
  await expect(ask(connection, trainerRequests.stop, {})).rejects.toThrow();
  await closed;
  await isUnharmed();
});

test('who says hello rightly is told whose process it is, and steered requests that do not fit are refused', async () => {
  const { connection, socket, closed } = call();
  const { nonce } = contact;
  expect(await ask(connection, trainerRequests.hello, { nonce })).toEqual({ nonce, run, pid: contact.pid });
  await expect(connection.sendRequest('setLearningRate', { peak: -1 })).rejects.toThrow();
  await expect(connection.sendRequest('format the disk', {})).rejects.toThrow();
  expect(await ask(connection, trainerRequests.hello, { nonce })).toMatchObject({ pid: contact.pid });
  socket.destroy();
  await closed;
  await isUnharmed();
});

const message = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test.each([
  ['random bytes', randomBytes(4096)],
  ['a header without a length', 'Hello: you\r\n\r\n'],
  ['a length that is none', 'Content-Length: much\r\n\r\n'],
  ['what is not JSON', message('{{{')],
  ['JSON that is no message', message('42')],
  ['an empty message', message('null')],
  ['a hello of another shape', message('{"jsonrpc":"2.0","id":1,"method":"hello","params":[1,2]}')],
  ['a cancellation of nothing', message('{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}')],
  ['an answer that nobody asked for', message('{"jsonrpc":"2.0","id":7,"result":null}')],
])('%s on the socket does not harm the run', async (_, bytes) => {
  const { socket } = call();
  socket.write(bytes);
  await new Promise(resolve => setTimeout(resolve, 200));
  socket.destroy();
  await isUnharmed();
});

test('who sends without end is hung up on', async () => {
  const { socket, closed } = call();
  const flood = setInterval(() => socket.write(randomBytes(32_768)), 5);
  await closed;
  clearInterval(flood);
  await isUnharmed();
});

test('who waits and says nothing does not keep the run from ending', async () => {
  const calls = [call(), call()];
  expect(await window.supervisor.stop(run)).toBe('asked');
  await Promise.all(calls.map(({ closed }) => closed));
  expect((await readState(runFolderAt(run).state)).state).toBe('stopped');
});
