import type { Context, Style } from './context';

const plain: Style = { bold: text => text, faint: text => text };
const coloured: Style = { bold: text => `\u001b[1m${text}\u001b[22m`, faint: text => `\u001b[2m${text}\u001b[22m` };

/** The part of a process that the frame needs; the process itself, but for tests. */
export interface Terminal extends Context {
  /** Whether the command was interrupted in an orderly way. */
  readonly interrupted: boolean;
}

/** A stream to people or other programs. A reader that goes away, as `head` does, ends the writing and not the work. */
function lineWriter(stream: NodeJS.WriteStream): (text: string) => void {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  return text => {
    if (!gone) stream.write(`${text}\n`);
  };
}

/** The terminal, or pipes, that this process was started with. */
export function processTerminal(): Terminal {
  const out = lineWriter(process.stdout);
  const note = lineWriter(process.stderr);
  const interruption = new AbortController();
  let listening = false;
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  };
  const colours = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
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
