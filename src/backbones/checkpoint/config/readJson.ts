import { stat } from 'node:fs/promises';
import { InputError } from '../../../protocol/inputError';
import { openFile } from '../safetensors';

const maximumBytes = 16 << 20;

/**
 * The content of a JSON file, or undefined if there is no such file.
 * @throws {InputError} if it can't be read or is not JSON
 */
export async function readJson(path: string): Promise<unknown> {
  if (!(await stat(path).catch(() => undefined))) return undefined;
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size > maximumBytes) throw new InputError(`${path} is too large for a configuration (${size} bytes).`);
    return parse(path, await handle.readFile('utf8'));
  } finally {
    await handle.close();
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${path} is not valid JSON: get it again, or remove it to do without.`);
  }
}
