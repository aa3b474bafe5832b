import { readFile } from 'node:fs/promises';
import { type Experiment, experimentSchema } from '../../protocol/experiment';
import { JournalTail } from '../../runs/journalTail';
import { runFolderAt } from '../../runs/runFolder';
import { RunHistory } from './runHistory';

/** Follows the journal of one run. */
export class RunReader {
  private readonly tail: JournalTail;
  private reading: Promise<void> | undefined;
  private again = false;
  private asked: Promise<Experiment | null> | undefined;
  history = new RunHistory();
  /** Lines of the journal that were passed over. */
  damaged = 0;

  /** @param onGrowth told after each portion that was read */
  constructor(
    readonly path: string,
    private readonly onGrowth: () => void,
  ) {
    this.tail = new JournalTail(runFolderAt(path).journal);
  }

  /** Reads what was added. Calls while a reading is under way share the next one. */
  read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.readOnce().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** What the run was asked; null if that can't be read. It never changes. */
  experiment(): Promise<Experiment | null> {
    this.asked ??= readFile(runFolderAt(this.path).experiment, 'utf8').then(
      text => experimentSchema.safeParse(JSON.parse(text)).data ?? null,
    );
    return this.asked.catch(() => {
      // A folder may be made before its files are.
      this.asked = undefined;
      return null;
    });
  }

  private async readOnce(): Promise<void> {
    do {
      this.again = false;
      await this.tail.read(({ anew, records, damaged }) => {
        if (anew) this.history = new RunHistory();
        this.damaged = (anew ? 0 : this.damaged) + damaged.length;
        for (const record of records) this.history.add(record);
        this.onGrowth();
      });
    } while (this.again);
  }
}
