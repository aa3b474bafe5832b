import { timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Server, type Socket, createServer } from 'node:net';
import { type MessageConnection, createMessageConnection } from 'vscode-jsonrpc/node';
import { type Contact, trainerNotifications, trainerRequests } from '../protocol/trainerWire';
import { answer, tell } from '../wire/wire';
import { guardStranger } from './stranger';

/** What a host may ask of a training process. */
export interface TrainerControls {
  stop(): void;
  pause(): void;
  continue(): void;
  setLearningRate(peak: number): void;
}

const millisecondsBetweenBeats = 1000;
const timeToHangUp = 500;

/**
 * Listens for hosts, any number of them. One that doesn't begin with the right nonce is hung up on, and nothing that a host
 * does, or its going away, touches the training.
 */
export class TrainerServer {
  private readonly hosts = new Set<MessageConnection>();
  private readonly sockets = new Set<Socket>();
  private readonly beats: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly contact: Contact,
    private readonly run: string,
    private readonly controls: TrainerControls,
  ) {
    // A host that can't be let in, for want of file handles, is no reason to stop.
    server.on('connection', socket => this.welcome(socket)).on('error', () => undefined);
    this.beats = setInterval(() => {
      this.broadcast(host => tell(host, trainerNotifications.beat, {}));
    }, millisecondsBetweenBeats);
  }

  /** @param run path of the run folder. @throws {Error} if nothing can listen at the contact's address */
  static async listen(contact: Contact, run: string, controls: TrainerControls): Promise<TrainerServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(contact.address, resolve);
    });
    return new TrainerServer(server, contact, run, controls);
  }

  /** Tells every host that has said hello. */
  broadcast(message: (host: MessageConnection) => void): void {
    for (const host of this.hosts) message(host);
  }

  /** Hangs up on everybody, once what was told is sent, or has had half a second to be. */
  async close(): Promise<void> {
    clearInterval(this.beats);
    this.server.close();
    // Messages are sent in their order: when this one is, so are those before it.
    const sent = [...this.hosts].map(host => host.sendNotification(trainerNotifications.beat.method, {}));
    await Promise.race([Promise.allSettled(sent), wait(timeToHangUp)]);
    await Promise.all([...this.sockets].map(ended));
  }

  private welcome(socket: Socket): void {
    this.sockets.add(socket);
    const guard = guardStranger(socket);
    const connection = createMessageConnection(socket, socket);
    const hangUp = () => void socket.destroy();
    // What is no message, or asked before hello, is not worth an answer.
    connection.onError(hangUp);
    const strange = [connection.onRequest(hangUp), connection.onNotification(hangUp)];
    socket.on('error', hangUp).on('close', () => {
      this.sockets.delete(socket);
      this.hosts.delete(connection);
      guard.dispose();
      connection.dispose();
    });
    answer(connection, trainerRequests.hello, ({ nonce }) => {
      if (!isSame(nonce, this.contact.nonce)) {
        hangUp();
        throw new Error('Not the nonce of this run.');
      }
      guard.dispose();
      for (const handler of strange.splice(0)) handler.dispose();
      if (!this.hosts.has(connection)) this.serve(connection);
      return { nonce: this.contact.nonce, run: this.run, pid: process.pid };
    });
    connection.listen();
  }

  private serve(host: MessageConnection): void {
    this.hosts.add(host);
    const { controls } = this;
    answer(host, trainerRequests.stop, () => (controls.stop(), {}));
    answer(host, trainerRequests.pause, () => (controls.pause(), {}));
    answer(host, trainerRequests.continue, () => (controls.continue(), {}));
    answer(host, trainerRequests.setLearningRate, ({ peak }) => (controls.setLearningRate(peak), {}));
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function ended(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => socket.destroy(), timeToHangUp);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.end();
  });
}
