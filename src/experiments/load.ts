import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Architecture, findArchitecture } from '../backbones/architecture';
import { isHubName, parseHubName } from '../backbones/hub/hubName';
import { isEmbedded } from '../protocol/embeddedBackbone';
import { methods as catalogue } from '../methods/catalogue';
import { type MethodSelection, resolveTrainables } from '../methods/instances';
import type { Method } from '../methods/method';
import { type Experiment, backboneOf, isExperimentName } from '../protocol/experiment';
import { InputError, placed } from '../protocol/inputError';
import { describeIssues } from './issues';
import { findSyntaxProblem } from './jsonSyntax';
import { experimentFileSchema } from './schema';
import { selectMethods } from './selections';

/** An experiment file that holds together: every field checked, and the methods checked against the architecture. */
export interface LoadedExperiment {
  /** Absolute path of the file. */
  readonly file: string;
  /** Defaults filled in, the name too; the paths of data and checkpoint are absolute. */
  readonly experiment: Experiment & { readonly name: string };
  readonly architecture: Architecture;
  readonly selections: readonly MethodSelection[];
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = findSyntaxProblem(text);
    const place = problem === undefined ? file : `${file}:${problem.line}:${problem.column}`;
    throw new InputError(`${place}: not valid JSON: ${problem?.message ?? String(error)}.`);
  }
}

/**
 * Checks the text of an experiment file and fills in defaults. Paths stay as they are.
 * @param file what the sentences of errors call it
 * @throws {InputError} naming the file and the field, or line and column where it is not JSON
 */
export function parseExperiment(text: string, file: string, methods: readonly Method[] = catalogue): Experiment {
  const data = parseJson(text.replace(/^\uFEFF/, ''), file);
  const schema = experimentFileSchema(methods);
  const checked = schema.safeParse(data);
  if (!checked.success) {
    throw new InputError(`${file}: ${describeIssues(checked.error.issues, schema, data)}`);
  }
  return checked.data;
}

/** The name of an experiment that gives itself none: that of its file, without `.tuning.json`. */
function nameOf(file: string): string {
  const name = basename(file).replace(/(\.tuning)?\.json$/i, '');
  return isExperimentName(name) ? name : 'experiment';
}

/**
 * The architecture that an experiment names.
 * @throws {InputError} naming the field, if there is none of that name
 */
export function architectureOf(experiment: Pick<Experiment, 'backbone'>): Architecture {
  const field = typeof experiment.backbone === 'string' ? 'backbone' : 'backbone.architecture';
  return findArchitecture(backboneOf(experiment).architecture, field);
}

function withAbsolutePaths(experiment: Experiment, folder: string): Experiment {
  const { backbone, data } = experiment;
  const { checkpoint } = backboneOf(experiment);
  const isPath = checkpoint !== null && !isEmbedded(checkpoint) && !isHubName(checkpoint);
  if (checkpoint !== null && isHubName(checkpoint)) parseHubName(checkpoint);
  return {
    ...experiment,
    data: { ...data, path: resolve(folder, data.path) },
    backbone:
      typeof backbone === 'object' && isPath ? { ...backbone, checkpoint: resolve(folder, checkpoint) } : backbone,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file: check the path of the experiment'
        : code === 'EISDIR'
          ? 'this is a folder: give the path of an experiment file (*.tuning.json)'
          : `the file can't be read (${String(code ?? error)})`;
    throw new InputError(`${file}: ${reason}.`);
  }
}

/**
 * Reads and checks an experiment file.
 * @throws {InputError} one sentence naming the file, and the field or the place
 */
export async function loadExperiment(file: string, methods: readonly Method[] = catalogue): Promise<LoadedExperiment> {
  return loadExperimentText(await readText(file), file, methods);
}

/**
 * Checks the text of an experiment file, which need not be what is saved.
 * @throws {InputError} as `loadExperiment`
 */
export function loadExperimentText(
  text: string,
  file: string,
  methods: readonly Method[] = catalogue,
): LoadedExperiment {
  const parsed = parseExperiment(text, file, methods);
  const name = parsed.name ?? nameOf(file);
  try {
    const experiment = { ...withAbsolutePaths(parsed, dirname(resolve(file))), name };
    const architecture = architectureOf(experiment);
    const selections = selectMethods(experiment, methods);
    // For what it refuses: blocks that the architecture does not have.
    resolveTrainables(architecture, selections);
    return { file: resolve(file), experiment, architecture, selections };
  } catch (error) {
    throw placed(file, error);
  }
}
