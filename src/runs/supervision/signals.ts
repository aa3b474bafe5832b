import { execFile } from 'node:child_process';

/** Asks a process to end; on Windows, where nothing can be asked by a signal, null. */
export const terminate =
  process.platform === 'win32' ? null : (pid: number): void => sent(() => process.kill(pid, 'SIGTERM'));

/** Ends a process that leads a group of its own, as detached ones do, with all its children. */
export async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await new Promise<void>(resolve => {
      execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { timeout: 10_000, windowsHide: true }, () => resolve());
    });
    return;
  }
  sent(() => process.kill(-pid, 'SIGKILL'));
  sent(() => process.kill(pid, 'SIGKILL'));
}

/** A process that is gone needs no signal. */
function sent(send: () => void): void {
  try {
    send();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
