import { spawn } from 'node:child_process';
import {
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node';

export interface InspectorProcessOptions {
  /** The Node to run it on, for example VS Code's own. */
  readonly nodePath: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Path of the bundled inspecting process. */
  readonly script: string;
  /** Threads of its engine; as many as the machine has cores if absent. */
  readonly threads?: number;
  /** Told of each line that it writes to stderr, and of its coming and going. */
  readonly log: (line: string) => void;
}

/** An inspecting process that runs. */
export interface InspectorProcess {
  readonly connection: MessageConnection;
  /** How the process ended, if it did so without being asked to. */
  readonly crash: string | undefined;
  /** Settles with that; otherwise it stays pending. */
  readonly crashed: Promise<string>;
  /** Lets it end by itself, and kills it if it doesn't soon. */
  end(): void;
}

/** Milliseconds for a process to end after its input has. */
const patience = 2000;

export function startInspectorProcess({
  nodePath,
  env = process.env,
  script,
  threads,
  log,
}: InspectorProcessOptions): InspectorProcess {
  const words = threads === undefined ? [] : ['--threads', String(threads)];
  const child = spawn(nodePath, [script, ...words], { env, stdio: 'pipe', windowsHide: true });
  log(`The inspecting process was started (${child.pid ?? 'no process'}).`);
  let wanted = true;
  let crash: string | undefined;
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(log);
  });
  // Its input breaks when it crashes: the end of the process says so better.
  child.stdin.on('error', () => undefined);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onError(([error]) => log(`The wire to the inspecting process: ${error.message}`));
  connection.listen();

  const crashed = new Promise<string>(resolve => {
    let seen = false;
    const gone = (how: string) => {
      if (seen) return;
      seen = true;
      if (rest) log(rest);
      log(`The inspecting process ended (${how}).`);
      if (wanted) resolve((crash = how));
      connection.dispose();
    };
    child.once('error', error => gone(error.message));
    child.once('close', (status, signal) => gone(signal ?? `exit ${status ?? 'unknown'}`));
  });
  return {
    connection,
    get crash() {
      return crash;
    },
    crashed,
    end: () => {
      wanted = false;
      child.stdin.end();
      setTimeout(() => child.kill('SIGKILL'), patience).unref();
    },
  };
}
