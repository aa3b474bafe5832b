import { setTimeout as wait } from 'node:timers/promises';
import type { Disposable } from 'vscode-jsonrpc/node';
import type { RunLockRecord } from '../../protocol/runLock';
import type { Contact } from '../../protocol/trainerWire';
import { readContact } from '../contact';
import { lockHolder } from '../lock';
import type { RunFolder } from '../runFolder';
import { Hearing } from './hearing';
import { type TrainerLink, linkTo } from './trainerLink';
import type { TrainingNews } from './trainingSupervisor';

const shortestWait = 100;
const longestWait = 5_000;
const millisecondsBetweenLooks = 1_000;

/** Follows the process of one run, calling it again whenever the connection breaks, until the process is gone. */
export class Follower implements Disposable {
  /** Ends when the run has no process any more, or this is disposed of. */
  readonly over: Promise<void>;
  private current: TrainerLink | undefined;
  private readonly disposal = new AbortController();
  private readonly looks: NodeJS.Timeout;
  private wasLost = false;

  constructor(
    private readonly folder: RunFolder,
    private readonly tell: (news: TrainingNews) => void,
    readonly hearing: Hearing = new Hearing(),
  ) {
    this.looks = setInterval(() => this.look(), millisecondsBetweenLooks);
    this.looks.unref();
    this.over = this.follow().finally(() => this.dispose());
  }

  /** The connection, while there is one. */
  get link(): TrainerLink | undefined {
    return this.current;
  }

  get isLost(): boolean {
    return this.wasLost;
  }

  dispose(): void {
    this.disposal.abort();
    clearInterval(this.looks);
    this.current?.dispose();
  }

  private async follow(): Promise<void> {
    for (let pause = shortestWait; !this.isDisposed; pause = Math.min(2 * pause, longestWait)) {
      const holder = await lockHolder(this.folder).catch(() => null);
      if (this.isDisposed || holder === null) return;
      const contact = await this.contactOf(holder);
      if (contact && (await this.converse(contact))) pause = shortestWait;
      await wait(pause, undefined, { signal: this.disposal.signal, ref: false }).catch(() => undefined);
    }
  }

  /** Where the holder of the run's lock listens: what else stands in the folder may come from anywhere. */
  private async contactOf({ pid }: RunLockRecord): Promise<Contact | null> {
    const contact = await readContact(this.folder);
    const isItsOwn = contact?.pid === pid;
    this.hearing.isExpected = isItsOwn;
    return isItsOwn ? contact : null;
  }

  /** Follows for as long as a connection lasts. @returns whether there was one */
  private async converse(contact: Contact): Promise<boolean> {
    const run = this.folder.path;
    const words = {
      grew: (records: number) => this.tell({ kind: 'grew', run, records }),
      preparing: (what: string, done: number, total: number) =>
        this.tell({ kind: 'preparing', run, what, done, total }),
      heard: () => {
        this.hearing.heard();
        if (this.wasLost) this.look();
      },
    };
    try {
      const link = await linkTo(contact, words, socket => {
        this.hearing.isConnected = true;
        this.disposal.signal.addEventListener('abort', () => socket.destroy(), { once: true });
      });
      this.current = link;
      this.tell({ kind: 'changed', run });
      await link.closed;
      this.tell({ kind: 'changed', run });
      return true;
    } catch {
      return false;
    } finally {
      this.current = undefined;
      this.hearing.isConnected = false;
    }
  }

  private look(): void {
    const { isLost } = this.hearing;
    if (isLost === this.wasLost || this.isDisposed) return;
    this.wasLost = isLost;
    this.tell({ kind: 'changed', run: this.folder.path });
  }

  private get isDisposed(): boolean {
    return this.disposal.signal.aborted;
  }
}
