import type * as z from 'zod';
import { quickText } from './quickFiles';

/** Something read, and what was wrong with it. */
export interface Read<T> {
  readonly value: T;
  readonly problems: readonly string[];
}

export const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The sentence for a file that can't be read. */
export const unreadable = (path: string, error: unknown) =>
  isMissing(error) ? `${path} is missing.` : `${path} can't be read: ${String(error)}.`;

/** The sentence for a file that doesn't hold what it should. */
export const damaged = (path: string) => `${path} is damaged, or was written by another version.`;

/** Reads a JSON file of a run folder. What is wrong with it becomes a sentence. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<Read<T | null>> {
  let text: string;
  try {
    text = await quickText(path);
  } catch (error) {
    return { value: null, problems: [unreadable(path, error)] };
  }
  try {
    return { value: schema.parse(JSON.parse(text)), problems: [] };
  } catch {
    return { value: null, problems: [damaged(path)] };
  }
}
