import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { sizeOf } from '../../backbones/parameter';
import { ImageStore } from '../../data/imageStore';
import type { Buffers, Engine } from '../../engines/engine';
import type { Graph } from '../../graph/graph';
import { backboneOf } from '../../protocol/experiment';
import { InputError } from '../../protocol/inputError';
import type { Preprocessing } from '../../protocol/preprocessing';
import { loadCheckpoint } from '../../runs/checkpoints';
import { type OpenedRun, openRun } from '../../runs/openRun';
import { restore } from '../../runs/recorder';
import { runFolderAt } from '../../runs/runFolder';
import { type BackboneWeights, loadBackboneWeights } from '../../training/backboneWeights';
import { type Network, describeNetwork } from '../../training/network';
import { namedCheckpoint } from './namedCheckpoint';
import { type Program, prepareProgram } from './program';
import { LastMade } from './lastMade';

/** The tensors of a network at a checkpoint. */
export interface TensorsOfCheckpoint {
  readonly name: string;
  /** Of the checkpoint, and changing with its contents. */
  readonly key: string;
  /** Backbone, methods and head, by name. */
  readonly tensors: Buffers;
}

/** The model of a run, at any of its checkpoints. Graphs are compiled once: checkpoints are their inputs. */
export interface InspectedModel {
  readonly run: OpenedRun;
  readonly network: Network;
  /** The same backbone without methods. */
  readonly untuned: Network;
  readonly classes: readonly string[];
  readonly weights: BackboneWeights;
  readonly preprocessing: Preprocessing;
  readonly images: ImageStore;
  /** @param name null for the checkpoint of the best epoch, or the latest @throws {InputError} if it is not there */
  at(name: string | null): Promise<TensorsOfCheckpoint>;
  /** The graph of that name, compiled when it is first asked for. */
  program(name: string, graph: () => Graph): Promise<Program>;
  dispose(): Promise<void>;
}

/** Share of the machine's memory for decoded images of each model. */
const imageMemory = 0.05 * totalmem();

/** What runs graphs on images needs of a model. */
export type RunnableModel = Pick<InspectedModel, 'network' | 'program' | 'images' | 'preprocessing'>;

/** Bytes of the trained tensors that are kept of each model. */
const checkpointMemory = 2 ** 29;

/** Models of runs, of which some stay loaded. */
export interface ModelShelf {
  /** @throws {InputError} if there is no run at the path, it has no checkpoint, or its backbone's weights are not what they were */
  open(run: string): Promise<InspectedModel>;
  dispose(): Promise<void>;
}

export interface ModelShelfOptions {
  /** Called once, when the first model is opened. */
  readonly engine: () => Promise<Engine>;
  /** Where the weights and samples are that travel with the product. */
  readonly mediaFolder: string;
}

/** Keeps up to three models and two backbones' weights. */
export function createModelShelf({ engine, mediaFolder }: ModelShelfOptions): ModelShelf {
  const models = new LastMade<InspectedModel>(3, model => model.dispose());
  const backbones = new LastMade<BackboneWeights>(2);
  let started: Promise<Engine> | undefined;
  const load = async (path: string): Promise<InspectedModel> => {
    const run = await openRun(path);
    const { experiment } = run.experiment;
    const key = JSON.stringify([backboneOf(experiment), run.summary.environment?.backboneFingerprint, experiment.seed]);
    const weights = await backbones.get(key, () =>
      loadBackboneWeights(run.experiment.architecture, backboneOf(experiment).checkpoint, {
        seed: experiment.seed,
        mediaFolder,
      }),
    );
    return inspectedModel(run, weights, await (started ??= engine()));
  };
  return {
    open: async path => {
      // A run folder may be deleted, and another one made in its place.
      const made = await stat(runFolderAt(path).experiment).catch(() => undefined);
      return models.get(`${resolve(path)} ${made?.mtimeMs ?? ''}`, () => load(path));
    },
    dispose: () => models.clear(),
  };
}

async function inspectedModel(run: OpenedRun, weights: BackboneWeights, engine: Engine): Promise<InspectedModel> {
  const { folder, experiment: loaded, summary } = run;
  if (summary.environment && summary.environment.backboneFingerprint !== weights.fingerprint) {
    throw new InputError(
      `${folder.path}: the backbone's weights are not those that this run tuned: put the checkpoint back.`,
    );
  }
  const { architecture } = weights;
  const { classes } = (await namedCheckpoint(folder, null)).manifest;
  const network = describeNetwork(architecture, loaded.selections, classes.length);
  const preprocessing = { ...architecture.preprocessing, ...loaded.experiment.data.preprocessing };
  const bytes = 4 * network.trainables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const checkpoints = new LastMade<TensorsOfCheckpoint>(
    Math.min(Math.max(Math.floor(checkpointMemory / bytes), 1), 20),
  );
  // A program holds on to the memory of its largest run.
  const programs = new LastMade<Program>(6, program => program.dispose());
  return {
    run,
    network,
    untuned: describeNetwork(architecture, [], classes.length),
    classes,
    weights,
    preprocessing,
    images: new ImageStore(preprocessing, imageMemory),
    at: async asked => {
      const { name, manifest } = await namedCheckpoint(folder, asked);
      const key = `${name} ${manifest.sha256}`;
      return checkpoints.get(key, async () => {
        const { parameters } = restore(await loadCheckpoint(folder, name), network).state;
        return { name, key, tensors: new Map([...weights.tensors, ...parameters]) };
      });
    },
    program: (name, graph) => programs.get(name, () => prepareProgram(engine, graph())),
    dispose: () => programs.clear(),
  };
}
