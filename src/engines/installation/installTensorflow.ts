import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { describeMachine } from '../measurement/machine';
import { childProbe } from '../probing/childProbe';
import type { Program } from '../probing/program';
import { installations } from '../tensorflow/installation';
import { buildAddon, findCompiler } from './buildAddon';
import { addCudaLibraries } from './cudaLibraries';
import { enginesFolder } from './dataFolder';
import { requireSpace } from './freeSpace';
import { type Installing, reasonOf, tell } from './installing';
import { type Device, addonPackage, supportedPlatform, wheels } from './recipe';
import { makeFolder, withWorkFolder } from './unfinished';
import { unpackWheel } from './unpackWheel';
import { type Wheel, obtainWheel } from './wheel';
import { whyNoCard } from './whyNoCard';

/** What is installed. */
export interface TensorflowRequest {
  /** `auto` is CUDA where the machine has a card of NVIDIA's. */
  readonly device: Device | 'auto';
  /** Path or address of a wheel; the recipe's where absent. */
  readonly from?: string;
}

/**
 * Installs TensorFlow: its shared libraries out of a wheel, and tfjs-node's addon built against them.
 * @param program checks the installation in a process of its own
 * @returns what was done, as a sentence
 * @throws {InputError} why it can't be done, and what to do; an AbortError once the signal is aborted
 */
export async function installTensorflow(
  { device: asked, from }: TensorflowRequest,
  program: Program,
  installing: Installing,
): Promise<string> {
  requirePlatform();
  const { cards } = await describeMachine();
  const device = asked === 'auto' ? (cards.length > 0 ? 'cuda' : 'cpu') : asked;
  const recipe = wheels[device];
  const parent = enginesFolder(installing.environment);
  const there = installations(installing.environment).find(folder => folder.endsWith(`-${device}`));
  if (there !== undefined) return `TensorFlow is there already: ${there}.`;
  const compiler = await findCompiler(installing);
  await requireSpace(parent, recipe.needs);

  return withWorkFolder(parent, async work => {
    const wheel = await obtainWheel(recipe, from, work, installing);
    const folder = join(parent, `tensorflow-${wheel.version}-${device}`);
    const parts = { work, wheel, device, compiler, program };
    const { device: found, problem } = await makeFolder(folder, unfinished => fill(unfinished, parts, installing));
    if (wheel.fetched) await rm(wheel.path, { force: true });
    const installed = `TensorFlow ${wheel.version} is installed in ${folder}`;
    if (device === 'cpu' || found === 'gpu') return `${installed}.`;
    const why =
      cards.length === 0
        ? 'there is no graphics card of NVIDIA here'
        : (problem ?? 'TensorFlow does not say why: check with nvidia-smi that the driver works');
    return `${installed}, and computes on the processor for now: it finds no graphics card (${why}).`;
  });
}

interface Parts {
  readonly work: string;
  readonly wheel: Wheel;
  readonly device: Device;
  readonly compiler: readonly string[];
  readonly program: Program;
}

async function fill(folder: string, { work, wheel, device, compiler, program }: Parts, installing: Installing) {
  await unpackWheel(wheel.path, { folder, work }, installing);
  const cuda = device === 'cuda' ? await addCudaLibraries(wheel, { folder, work }, installing) : [];
  await buildAddon({ folder, work, compiler, cuda }, installing);

  tell(installing, 'Checking that it computes');
  const environment = { ...installing.environment, VISUAL_TUNING_TENSORFLOW: folder };
  const probe = await childProbe('tensorflow', program, environment).catch((error: unknown) => {
    throw new InputError(
      `TensorFlow ${wheel.version} was built and can't be used here (${reasonOf(error)}): nothing was installed.`,
    );
  });
  installing.signal.throwIfAborted();
  await writeJsonAtomically(join(folder, 'installation.json'), {
    tensorflow: probe.version,
    device,
    wheel: basename(wheel.path),
    from: wheel.from,
    addon: `${addonPackage.name} ${addonPackage.version}`,
    compiler: compiler.join(' '),
    time: new Date().toISOString(),
  });
  const isLost = device === 'cuda' && probe.device !== 'gpu';
  return { device: probe.device, problem: isLost ? await whyNoCard(program, environment) : null };
}

function requirePlatform(): void {
  const platform = `${process.platform}-${process.arch}`;
  const report = process.report.getReport();
  const isGlibc = JSON.stringify(report).includes('glibcVersionRuntime');
  if (platform === supportedPlatform && isGlibc) return;
  const here = platform === supportedPlatform ? 'a Linux without glibc' : platform;
  throw new InputError(
    `TensorFlow can't be installed by command on ${here}, only on ${supportedPlatform} with glibc: use ONNX Runtime, ` +
      'which computes there, or build @tensorflow/tfjs-node-gpu yourself and name its folder in VISUAL_TUNING_TENSORFLOW.',
  );
}

/** Removes what was installed. @returns what was done, as a sentence */
export async function removeTensorflow(environment: NodeJS.ProcessEnv): Promise<string> {
  const folders = installations(environment);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  const left = await Promise.all(folders.map(folder => stat(folder).catch(() => undefined)));
  if (left.some(Boolean)) throw new InputError(`${folders.join(', ')} can't be removed: check its permissions.`);
  return folders.length === 0
    ? 'TensorFlow is not installed by Visual Tuning: there was nothing to remove.'
    : `Removed ${folders.join(' and ')}.`;
}
