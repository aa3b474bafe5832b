/** A disk is full, or what one may take of it. The sentence says where, and what to do. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';

  /**
   * @param folder on the disk
   * @param remedy what to do once there is room, as the sentence goes on: "then run it again"
   */
  constructor(folder: string, remedy: string) {
    super(`There is no room left on the disk of ${folder}: free some, ${remedy}.`);
  }
}

const codes: readonly unknown[] = ['ENOSPC', 'EDQUOT'];

/** Whether something could not be written because a disk, or the share of it that one may take, is full. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof DiskFull || (error instanceof Error && 'code' in error && codes.includes(error.code));
