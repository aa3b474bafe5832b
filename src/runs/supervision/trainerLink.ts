import { type Socket, connect } from 'node:net';
import { type Disposable, createMessageConnection } from 'vscode-jsonrpc/node';
import type { RequestContract } from '../../protocol/request';
import { type Contact, trainerNotifications, trainerRequests } from '../../protocol/trainerWire';
import { ask, hear } from '../../wire/wire';
import { within } from './within';

/** What comes from a training process. */
export interface TrainerWords {
  grew(records: number): void;
  preparing(what: string, done: number, total: number): void;
  /** Anything at all was said. */
  heard(): void;
}

/** A connection to a training process that has proven, by the nonce, to be the run's own. */
export interface TrainerLink extends Disposable {
  readonly pid: number;
  /** Ends when either side has hung up. */
  readonly closed: Promise<void>;
  /** @throws {InputError} as the process says; {Error} if it does not answer within the time */
  ask<Params, Result>(contract: RequestContract<Params, Result>, params: Params): Promise<Result>;
}

/** A step of a large network blocks the process: it answers after it. */
const answerTime = 120_000;
const connectTime = 5_000;

/**
 * Calls a training process.
 * @param connected told as soon as there is a connection, which a busy process may leave unanswered for a while
 * @throws {Error} if nobody answers, or not who should
 */
export async function linkTo(
  contact: Contact,
  words: TrainerWords,
  connected: (socket: Socket) => void,
): Promise<TrainerLink> {
  if (process.platform === 'win32' && !contact.address.startsWith('\\\\.\\pipe\\')) {
    throw new Error(`${contact.address} is not a pipe of this machine.`);
  }
  const socket = connect(contact.address);
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  try {
    const refused = new Promise<never>((_, reject) => socket.once('error', reject));
    await within(connectTime, Promise.race([new Promise<void>(resolve => socket.once('connect', resolve)), refused]));
    connected(socket);
    return await introduced(socket, contact, words, closed);
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  }
}

async function introduced(
  socket: Socket,
  contact: Contact,
  words: TrainerWords,
  closed: Promise<void>,
): Promise<TrainerLink> {
  const connection = createMessageConnection(socket, socket);
  const hangUp = () => {
    connection.dispose();
    socket.destroy();
  };
  socket.on('error', hangUp);
  connection.onError(hangUp);
  void closed.then(hangUp);
  hear(connection, trainerNotifications.beat, () => words.heard());
  hear(connection, trainerNotifications.grew, ({ records }) => {
    words.heard();
    words.grew(records);
  });
  hear(connection, trainerNotifications.preparing, ({ what, done, total }) => {
    words.heard();
    words.preparing(what, done, total);
  });
  connection.listen();
  const hungUp = closed.then(() => Promise.reject(new Error('The training process hung up.')));
  hungUp.catch(() => undefined);
  const answered = <Result>(answer: Promise<Result>) => within(answerTime, Promise.race([answer, hungUp]));
  const { nonce, pid } = await answered(ask(connection, trainerRequests.hello, { nonce: contact.nonce }));
  if (nonce !== contact.nonce || pid !== contact.pid) throw new Error('Not the process of this run answered.');
  words.heard();
  return {
    pid,
    closed,
    ask: (contract, params) => answered(ask(connection, contract, params)),
    dispose: hangUp,
  };
}
