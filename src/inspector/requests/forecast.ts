import { createEngine } from '../../engines/engines';
import { type EngineChoice, engineChoices } from '../../protocol/engineReport';
import { InputError } from '../../protocol/inputError';
import { scanImageFolder } from '../../data/imageFolder';
import { ensureSample } from '../../data/samples';
import { expectBackbone } from '../../backbones/expectedBackbone';
import { backboneOf } from '../../protocol/experiment';
import { splitDataset } from '../../data/splits';
import { forecastTraining } from '../../experiments/forecast/forecast';
import { loadExperimentText } from '../../experiments/load';
import type { Forecast, ForecastQuestion } from '../../protocol/inspection';
import { describeNetwork } from '../../training/network';

/** What a request about an experiment file is answered with the help of. */
export interface ExperimentRequestContext {
  /** Folder of the shipped samples and backbones. */
  readonly mediaFolder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: string, done: number, total: number) => void;
  /** The engine that training would use; the best one if absent. */
  readonly engine?: EngineChoice;
}

/**
 * What the experiment of a file will cost on this machine. Of the images it reads the names alone, of a checkpoint the
 * header.
 * @param params.text of the file, which need not be saved
 * @param params.engine for its training; the best one, or the context's, if absent
 * @param params.threads of the training that is forecast, not of this process; as many as there are cores if absent
 * @param params.runs that train on this machine meanwhile
 * @throws {InputError} for what is wrong with the experiment or its images
 */
export async function forecast(
  { file, text, measure, engine: asked, threads, runs = 0 }: ForecastQuestion,
  { mediaFolder, signal, engine: usual = 'auto' }: ExperimentRequestContext,
): Promise<Forecast> {
  const { experiment, architecture: named, selections } = loadExperimentText(text, file);
  const { data, seed } = experiment;
  await ensureSample(data.path, mediaFolder);
  const folder = await scanImageFolder(data.path);
  const { train, validation, classes } = splitDataset(folder, { ...data, seed });
  signal?.throwIfAborted();
  const { architecture } = await expectBackbone(named, backboneOf(experiment).checkpoint);
  const network = describeNetwork(architecture, selections, classes.length);
  const { precision } = experiment.training;
  const choice = asked === undefined ? usual : readChoice(asked);
  const engine = await createEngine(choice, { precision, ...(threads !== undefined && { threads }) });
  const images = folder.train.length + (folder.validation?.length ?? 0) + (folder.test?.length ?? 0);
  const splits = { train: train.length, validation: validation.length, images };
  return forecastTraining(engine, network, experiment, splits, { measure, runs, signal });
}

function readChoice(asked: string): EngineChoice {
  const choice = engineChoices.find(known => known === asked);
  if (choice === undefined) {
    throw new InputError(`The setting visualTuning.engine is "${asked}": give one of ${engineChoices.join(', ')}.`);
  }
  return choice;
}
