import { Console } from 'node:console';
import { parseArgs } from 'node:util';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-jsonrpc/node';
import { createEngine } from '../engines/engines';
import { createModelShelf } from '../inspection/model/inspectedModel';
import { answerRequests } from './requests';

/**
 * Answers requests over stdin and stdout until stdin ends.
 * @param words of the command line: `--threads N` of the engine, `--media FOLDER` with what is shipped
 */
export function serve(words: readonly string[], shippedMedia: () => string): void {
  // Nothing but the wire may write to stdout: a library that has something to say says it on stderr.
  globalThis.console = new Console(process.stderr);
  const { values } = parseArgs({
    args: [...words],
    options: { threads: { type: 'string' }, media: { type: 'string' } },
  });
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  const mediaFolder = values.media ?? shippedMedia();
  const engine = 'auto';
  const models = createModelShelf({ engine: () => createEngine(engine, { threads }), mediaFolder });
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  const end = () => process.exit(0);
  connection.onClose(end);
  // The other end may go away in the middle of an answer.
  process.stdout.on('error', end);
  answerRequests(connection, { models, mediaFolder, engine, threads }, text => process.stderr.write(`${text}\n`));
  connection.listen();
}
