import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { InputError } from '../../protocol/inputError';

/** Where the hub is, where what came from it is kept, and whether it may be asked. */
export interface HubSettings {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** Holds a folder `models--organization--name` for each model; the one that Python's `huggingface_hub` uses. */
  readonly cacheFolder: string;
  readonly offline: boolean;
  readonly token?: string;
}

/**
 * The settings in the environment, with the names and defaults of Python's `huggingface_hub`: `HF_ENDPOINT`, `HF_HOME`,
 * `HF_HUB_CACHE`, `HF_HUB_OFFLINE`, `HF_TOKEN`, and the token that `hf auth login` has left in `HF_HOME`.
 * @throws {InputError} if `HF_ENDPOINT` is not an address, or `HF_TOKEN` not a token.
 */
export async function readHubSettings(environment: NodeJS.ProcessEnv): Promise<HubSettings> {
  const home = folderOf(
    environment.HF_HOME || join(environment.XDG_CACHE_HOME || join('~', '.cache'), 'huggingface'),
    environment,
  );
  const cache = environment.HF_HUB_CACHE || environment.HUGGINGFACE_HUB_CACHE || join(home, 'hub');
  const token = await readToken(home, environment);
  return {
    endpoint: endpointOf(environment.HF_ENDPOINT || 'https://huggingface.co'),
    cacheFolder: folderOf(cache, environment),
    offline: isTrue(environment.HF_HUB_OFFLINE || environment.TRANSFORMERS_OFFLINE),
    ...(token && { token }),
  };
}

function endpointOf(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new InputError(`HF_ENDPOINT is ${JSON.stringify(address)}: give an address such as https://huggingface.co.`);
  }
  return address.replace(/\/+$/, '');
}

/** Whoever sets a variable outside of a shell has nobody to expand its `~`. */
function folderOf(path: string, environment: NodeJS.ProcessEnv): string {
  return resolve(path.replace(/^~(?=$|[\\/])/, () => environment.HOME || homedir()));
}

async function readToken(home: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const given = (environment.HF_TOKEN || environment.HUGGING_FACE_HUB_TOKEN)?.trim();
  if (given && !/^[!-~]+$/.test(given)) {
    throw new InputError('HF_TOKEN has characters that no token has: set it to the token alone.');
  }
  if (given || isTrue(environment.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return given;
  const path = folderOf(environment.HF_TOKEN_PATH || join(home, 'token'), environment);
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}

function isTrue(value: string | undefined): boolean {
  return /^(1|on|yes|true)$/i.test(value ?? '');
}
