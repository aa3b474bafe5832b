import type { Context, Style } from './context';

const plain: Style = { bold: text => text, faint: text => text };
const coloured: Style = { bold: text => `\u001b[1m${text}\u001b[22m`, faint: text => `\u001b[2m${text}\u001b[22m` };

/** The part of a process that the frame needs; the process itself, but for tests. */
export interface Terminal extends Context {
  /** Whether the command was interrupted in an orderly way. */
  readonly interrupted: boolean;
}

/**
 * A stream to people or other programs. One that takes no more ends the writing and not the work.
 * @param onLost called if it is not its reader who went away, as `head` does, but a disk that is full
 */
function lineWriter(stream: NodeJS.WriteStream, onLost: (code: string) => void): (text: string) => void {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!gone && error.code !== 'EPIPE') onLost(error.code ?? error.message);
    gone = true;
  });
  return text => {
    if (!gone) stream.write(`${text}\n`);
  };
}

/** Whether a stream is a terminal on which a line can be drawn again. */
export const redraws = ({ isTTY }: Pick<NodeJS.WriteStream, 'isTTY'>): boolean => isTTY && process.env.TERM !== 'dumb';

/** The terminal, or pipes, that this process was started with. */
export function processTerminal(): Terminal {
  const note = lineWriter(process.stderr, () => undefined);
  const out = lineWriter(process.stdout, code => {
    note(`The output can't be written any more (${code}): what was to be printed from here on is lost.`);
    // Once the work is done.
    process.once('exit', status => {
      if (status === 0) process.exitCode = 1;
    });
  });
  const interruption = new AbortController();
  let listening = false;
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  };
  const colours = redraws(process.stdout) && !process.env.NO_COLOR;
  return {
    print: out,
    json: document => out(JSON.stringify(document)),
    note,
    style: colours ? coloured : plain,
    interruption: () => {
      if (!listening) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
      listening = true;
      return interruption.signal;
    },
    get interrupted() {
      return interruption.signal.aborted;
    },
  };
}
