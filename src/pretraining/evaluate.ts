import { resolve } from 'node:path';
import { findArchitecture } from '../backbones/architecture';
import type { Engine } from '../engines/engine';
import { parseExperiment } from '../experiments/load';
import { prepareExperiment } from '../experiments/prepare';
import { selectMethods } from '../experiments/selections';
import { startSession } from '../experiments/session';
import { type ExperimentFile, backboneOf } from '../protocol/experiment';
import { beginning, evaluateSplit, train } from '../training/train';

/** Accuracies of the epoch that validation selects. */
export interface Outcome {
  readonly validation: number;
  readonly test: number;
}

/** Trains an experiment in memory, selects the epoch on validation and reads the test split once. */
export async function outcomeOf(engine: Engine, file: ExperimentFile, mediaFolder: string): Promise<Outcome> {
  const experiment = parseExperiment(JSON.stringify(file), 'pretraining');
  const architecture = findArchitecture(backboneOf(experiment).architecture);
  const data = { ...experiment.data, path: resolve(experiment.data.path) };
  const loaded = {
    file: resolve('pretraining.tuning.json'),
    experiment: { ...experiment, data, name: 'pretraining' },
    architecture,
    selections: selectMethods(experiment),
  };
  const prepared = await prepareExperiment(loaded, { mediaFolder });
  const session = await startSession(engine, prepared);
  try {
    let selected = new Map<string, Float32Array>();
    let validation = 0;
    await train(session, beginning, {
      onStep: () => undefined,
      onEpoch: report => {
        if (!report.best) return;
        validation = report.validation?.accuracy ?? 0;
        selected = new Map([...report.state.parameters].map(([name, array]) => [name, array.slice()]));
      },
      goOn: () => true,
    });
    const { accuracy } = await evaluateSplit(session, 'test', selected);
    return { validation, test: accuracy };
  } finally {
    await session.dispose();
  }
}
