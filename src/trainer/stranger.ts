import type { Socket } from 'node:net';
import type { Disposable } from 'vscode-jsonrpc/node';

const mostBytes = 64 * 1024;
/** Long, because a step that blocks the thread may come between a call and its reading. */
const mostMilliseconds = 120_000;

/**
 * Hangs up on whoever sends a lot, or waits long, before it has said who it is: nobody holds memory or a connection for
 * nothing. Until it is disposed of.
 */
export function guardStranger(socket: Socket): Disposable {
  let bytes = 0;
  const count = (data: Buffer) => {
    bytes += data.length;
    if (bytes > mostBytes) socket.destroy();
  };
  const timer = setTimeout(() => socket.destroy(), mostMilliseconds);
  socket.on('data', count);
  return {
    dispose: () => {
      clearTimeout(timer);
      socket.off('data', count);
    },
  };
}
