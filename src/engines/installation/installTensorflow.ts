import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../protocol/inputError';
import { writeJsonAtomically } from '../../storage/atomicFile';
import { describeMachine } from '../measurement/machine';
import { childProbe } from '../probing/childProbe';
import type { Program } from '../probing/program';
import { installations } from '../tensorflow/installation';
import { findCompiler } from './buildAddon';
import { enginesFolder } from './dataFolder';
import { type Installing, reasonOf, tell } from './installing';
import { oneAtATime } from './oneAtATime';
import { preparePackage } from './preparePackage';
import { prepareWheel } from './prepareWheel';
import { type PreparedSource, type SourceParts, reasonFor } from './preparedSource';
import { type Device, type Recipe, type Source, usualRecipe } from './recipe';
import { type SourceChoice, libraryFor, sourcesOf } from './sources';
import { makeFolder, withWorkFolder } from './unfinished';
import { whyNoCard } from './whyNoCard';

/** What is installed. */
export interface TensorflowRequest {
  /** `auto` is CUDA where the machine has a card of NVIDIA's. */
  readonly device: Device | 'auto';
  readonly source: SourceChoice;
  /** Path or address of a wheel; the recipe's where absent. */
  readonly from?: string;
}

const platform = `${process.platform}-${process.arch}`;

/**
 * Installs TensorFlow: its shared libraries, of tfjs-node's own download or out of a wheel, and tfjs-node's addon for them.
 * Where one source fails the other is tried, if the request leaves it open.
 * @param program checks in a process of its own that the installation computes what it should
 * @returns what was done, as a sentence
 * @throws {InputError} why it can't be done, and what to do; an AbortError once the signal is aborted
 */
export async function installTensorflow(
  request: TensorflowRequest,
  program: Program,
  installing: Installing,
  recipe: Recipe = usualRecipe,
): Promise<string> {
  requireGlibc();
  const { cards } = await describeMachine();
  const device = request.device === 'auto' ? (cards.length > 0 ? 'cuda' : 'cpu') : request.device;
  const [first, ...others] = sourcesOf({ ...request, device }, platform, recipe.libraries);
  const there = () => installations(installing.environment).find(folder => folder.endsWith(`-${device}`));
  const thereAlready = (folder: string) => `TensorFlow is there already: ${folder}.`;
  const before = there();
  if (before !== undefined) return thereAlready(before);
  const compiler = process.platform === 'win32' ? undefined : await findCompiler(installing);
  const parent = enginesFolder(installing.environment);

  return oneAtATime(parent, installing, async () => {
    const meanwhile = there();
    if (meanwhile !== undefined) return thereAlready(meanwhile);
    return withWorkFolder(parent, async work => {
      const parts = { device, compiler, work, recipe, program, fetched: [] };
      const install = (source: Source, mustFindCard: boolean) =>
        installFrom(source, request.from, { ...parts, mustFindCard, hasCard: cards.length > 0 }, installing);
      try {
        return `${await install(first, false)}.`;
      } catch (error) {
        installing.signal.throwIfAborted();
        const [second] = others;
        if (!(error instanceof InputError) || second === undefined) throw error;
        const why = reasonFor(error);
        // Older than what could not be had, it would be nothing better on the processor.
        const said = await install(second, second === 'package').catch((failure: unknown) => {
          installing.signal.throwIfAborted();
          if (!(failure instanceof InputError)) throw failure;
          throw new InputError(
            `TensorFlow can't be installed: ${titles[first]} can't be used (${why}), and neither can ` +
              `${titles[second]}: ${failure.message.replace(/^There\b/, 'there')}`,
          );
        });
        return `${said}; ${titles[first]} could not be used (${why}).`;
      }
    });
  });
}

const titles: Readonly<Record<Source, string>> = { package: "tfjs-node's own download", wheel: 'a wheel' };

interface Parts extends SourceParts {
  /** Whether an installation for cards that finds none is of no use. */
  readonly mustFindCard: boolean;
  readonly hasCard: boolean;
  /** What goes once one of them is installed; a next attempt finds it where none is. */
  readonly fetched: PreparedSource[];
}

/** @returns what was done, as a sentence without its full stop */
async function installFrom(
  source: Source,
  from: string | undefined,
  parts: Parts,
  installing: Installing,
): Promise<string> {
  // The headers of two versions must not meet.
  const work = join(parts.work, source);
  await mkdir(work);
  const prepared = await prepare(source, from, { ...parts, work }, installing);
  parts.fetched.push(prepared);
  const name = `tensorflow-${prepared.version}-${parts.device}`;
  const folder = join(enginesFolder(installing.environment), name);
  const noCard = await makeFolder(folder, unfinished => fill(unfinished, source, prepared, parts, installing));
  for (const { clear } of parts.fetched) await clear();
  const installed = `TensorFlow ${prepared.version} is installed in ${folder}, from ${titles[source]}`;
  return noCard === null
    ? installed
    : `${installed}, and computes on the processor for now: it finds no graphics card (${noCard})`;
}

async function prepare(source: Source, from: string | undefined, parts: Parts, installing: Installing) {
  if (source === 'wheel') return prepareWheel(parts, from, installing);
  const library = libraryFor(parts.recipe.libraries, platform, parts.device);
  if (library === undefined) throw new Error(`There is no library for ${platform}.`);
  return preparePackage(library, parts, installing);
}

/** @returns why an installation for cards finds none; null if it needs none, or finds one */
async function fill(
  folder: string,
  source: Source,
  prepared: PreparedSource,
  { device, program, mustFindCard, hasCard }: Parts,
  installing: Installing,
): Promise<string | null> {
  const { version } = prepared;
  const record = await prepared.fill(folder);
  tell(installing, 'Checking that it computes what it should');
  const environment = { ...installing.environment, VISUAL_TUNING_TENSORFLOW: folder };
  const probe = await childProbe('tensorflow', program, { environment, thorough: true }).catch((error: unknown) => {
    throw new InputError(`TensorFlow ${version} can't be used here (${reasonOf(error)}): nothing of it was installed.`);
  });
  installing.signal.throwIfAborted();
  const noCard =
    device === 'cpu' || probe.device === 'gpu'
      ? null
      : hasCard
        ? ((await whyNoCard(program, environment)) ??
          'TensorFlow does not say why: check with nvidia-smi that the driver works')
        : 'there is no graphics card of NVIDIA here';
  if (mustFindCard && noCard !== null) {
    throw new InputError(`TensorFlow ${version} finds no graphics card (${noCard}): nothing of it was installed.`);
  }
  await writeJsonAtomically(join(folder, 'installation.json'), {
    tensorflow: probe.version,
    device,
    source,
    ...record,
    time: new Date().toISOString(),
  });
  return noCard;
}

function requireGlibc(): void {
  if (process.platform !== 'linux' || JSON.stringify(process.report.getReport()).includes('glibcVersionRuntime'))
    return;
  throw new InputError(
    "TensorFlow can't be installed by command on a Linux without glibc: use ONNX Runtime, which computes there.",
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
