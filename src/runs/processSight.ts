import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { answersSignals } from '../storage/answersSignals';

/** What the system tells of a pid. */
export interface ProcessSight {
  /** False once it has ended, even if nobody has taken notice yet. */
  readonly isThere: boolean;
  /** When it started, in words of the system's own that no later process of the same pid has; null if it can't be told. */
  readonly started: string | null;
}

const gone: ProcessSight = { isThere: false, started: null };

/** Looks whether a process of this machine is there, and when it started. Never fails. */
export async function lookAtProcess(pid: number): Promise<ProcessSight> {
  if (!answersSignals(pid)) return gone;
  if (process.platform === 'linux') return onLinux(pid);
  if (process.platform === 'win32') return { isThere: true, started: await startOnWindows(pid) };
  return elsewhere(pid);
}

/** Dead, and waiting for its parent to ask how it ended. */
const isZombie = (state: string) => /^[ZX]/.test(state);

async function onLinux(pid: number): Promise<ProcessSight> {
  const [stat, boot] = await Promise.all(
    [`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'].map(path => readFile(path, 'utf8').catch(() => null)),
  );
  if (stat === null) return { isThere: answersSignals(pid), started: null };
  // The name of the program comes second, in brackets, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (isZombie(fields[0])) return gone;
  return { isThere: true, started: `${boot?.trim() ?? 'boot'}:${fields[19]}` };
}

async function elsewhere(pid: number): Promise<ProcessSight> {
  const output = await outputOf('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  if (output === null) return { isThere: answersSignals(pid), started: null };
  const [state, ...started] = output.trim().split(/\s+/);
  return isZombie(state) ? gone : { isThere: true, started: started.join(' ') };
}

async function startOnWindows(pid: number): Promise<string | null> {
  const question = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const output = await outputOf('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', question]);
  return output === null || output.trim() === '' ? null : output.trim();
}

function outputOf(program: string, parameters: readonly string[]): Promise<string | null> {
  const options = { timeout: 5000, env: { ...process.env, LC_ALL: 'C' }, windowsHide: true };
  return new Promise(resolve => {
    execFile(program, parameters, options, (error, output) => resolve(error === null ? output : null));
  });
}
