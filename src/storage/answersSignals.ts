/** Whether there is a process of this pid on this machine, as far as sending it nothing tells. */
export function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it means that it is there, as somebody else's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
