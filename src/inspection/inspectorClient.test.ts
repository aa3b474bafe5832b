import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { InputError } from '../protocol/inputError';
import { request } from '../protocol/request';
import { type InspectorClient, InspectionCancelled, createInspectorClient } from './inspectorClient';

/** Answers with its process id, crashes, refuses, or says nothing. */
const program = `
const { createMessageConnection, StreamMessageReader, StreamMessageWriter, ResponseError } = require(${JSON.stringify(
  createRequire(pathToFileURL(import.meta.filename)).resolve('vscode-jsonrpc/node'),
)});
const wire = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
wire.onClose(() => process.exit(0));
wire.onRequest('do', what => {
  if (what === 'crash') { process.stderr.write('something broke'); process.exit(3); }
  if (what === 'refuse') throw new ResponseError(1, 'The file is missing.');
  if (what === 'fail') throw new Error('bug');
  if (what === 'progress') wire.sendNotification('progress', { what: 'working', done: 1, total: 2 });
  return what === 'never' ? new Promise(() => {}) : process.pid;
});
wire.listen();
`;
const act = request('do', z.string(), z.int());

let folder: string;
let client: InspectorClient;
let lines: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspector-client-'));
  await writeFile(join(folder, 'program.cjs'), program);
});
afterEach(() => client.dispose());
afterAll(() => rm(folder, { recursive: true, force: true }));

function connect(idle?: number): InspectorClient {
  lines = [];
  const script = join(folder, 'program.cjs');
  client = createInspectorClient({ nodePath: process.execPath, script, idle, log: line => lines.push(line) });
  return client;
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const hasEnded = (pid: number) => expect.poll(() => isRunning(pid)).toBe(false);

test('the process is started by the first request and serves the next ones', async () => {
  const { request } = connect();
  expect(lines).toEqual([]);
  const pid = await request(act, 'pid');
  expect(await request(act, 'pid')).toBe(pid);
  expect(lines).toHaveLength(1);
});

test('it ends after a while without requests, and the next one starts another', async () => {
  const { request } = connect(50);
  const pid = await request(act, 'pid');
  await hasEnded(pid);
  expect(await request(act, 'pid')).not.toBe(pid);
});

test('it is not idle while a request is under way', async () => {
  const { request } = connect(20);
  const pid = await request(act, 'pid');
  const stop = new CancellationTokenSource();
  const waiting = request(act, 'never', stop.token).catch(() => undefined);
  await delay(100);
  expect(isRunning(pid)).toBe(true);
  stop.cancel();
  client.dispose();
  await waiting;
});

test('disposing ends it', async () => {
  const { request, dispose } = connect();
  const pid = await request(act, 'pid');
  dispose();
  await hasEnded(pid);
  await expect(request(act, 'pid')).rejects.toThrow('not needed');
});

test('a refusal is an error of the input, and any other failure is not', async () => {
  const { request } = connect();
  await expect(request(act, 'refuse')).rejects.toThrow(new InputError('The file is missing.'));
  await expect(request(act, 'fail')).rejects.not.toBeInstanceOf(InputError);
});

test('progress reaches those who listen, until they stop', async () => {
  const { request, onProgress } = connect();
  const told: unknown[] = [];
  const listening = onProgress(progress => told.push(progress));
  await request(act, 'progress');
  listening.dispose();
  await request(act, 'progress');
  expect(told).toEqual([{ what: 'working', done: 1, total: 2 }]);
});

test('whoever waits when it crashes hears so, its last words are logged, and it is started again four times', async () => {
  const { request } = connect();
  for (let crash = 0; crash < 5; crash++) {
    await expect(request(act, 'crash')).rejects.toThrow('ended unexpectedly (exit 3)');
  }
  expect(lines.filter(line => line === 'something broke')).toHaveLength(5);
  await expect(request(act, 'pid')).rejects.toThrow('crashed 5 times within 3 minutes (exit 3)');
});

test('a request that nobody waits for is cancelled', async () => {
  const { request } = connect();
  const stop = new CancellationTokenSource();
  await request(act, 'pid');
  const waiting = request(act, 'never', stop.token);
  stop.cancel();
  await expect(waiting).rejects.toBeInstanceOf(InspectionCancelled);
});

test('an interpreter that is not there is named', async () => {
  lines = [];
  client = createInspectorClient({ nodePath: '/nowhere/node', script: 'x', log: line => lines.push(line) });
  await expect(client.request(act, 'pid')).rejects.toThrow(/ended unexpectedly \(spawn \/nowhere\/node ENOENT\)/);
});
