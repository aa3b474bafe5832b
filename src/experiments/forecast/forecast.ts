import type { Engine } from '../../engines/engine';
import type { Forecast } from '../../protocol/inspection';
import type { Experiment } from '../../protocol/experiment';
import type { Network } from '../../training/network';
import { measurePlan } from './measure';
import { planMemoryBytes } from './memory';
import { type SplitSizes, type TrainingPlan, planFlops, planTraining } from './plan';
import { matrixProductRate } from './rate';
import { epochSeconds, estimatedSeconds } from './seconds';

export interface ForecastOptions {
  /** Whether steps of this very network are run, or the time follows from the rate of matrix products. */
  readonly measure: boolean;
  /** That train on this machine meanwhile. */
  readonly runs: number;
  readonly signal?: AbortSignal;
}

/**
 * What a training will cost on this machine with this engine, as if in float32 whatever its precision: a lower one costs no
 * more time where the hardware has it. Reads neither images nor weights.
 */
export async function forecastTraining(
  engine: Engine,
  network: Network,
  experiment: Experiment,
  splits: SplitSizes,
  { measure, runs, signal }: ForecastOptions,
): Promise<Forecast> {
  const plan = planTraining(network, experiment, splits, engine);
  signal?.throwIfAborted();
  const { seconds, besideRuns } = measure
    ? { seconds: await measurePlan(engine, plan, experiment.training, signal), besideRuns: runs }
    : await estimate(engine, plan, runs);
  const { epoch, once } = epochSeconds(plan, seconds);
  return {
    flopsPerImage: planFlops(plan).perImage,
    memoryBytes: planMemoryBytes(plan, experiment.training.optimizer),
    secondsPerEpoch: epoch,
    secondsOnce: once,
    trainImages: splits.train,
    validationImages: splits.validation,
    engine: engine.id,
    threads: engine.threads,
    basis: measure ? 'measured' : 'estimated',
    besideRuns,
  };
}

async function estimate(engine: Engine, plan: TrainingPlan, runs: number) {
  const { rate, besideRuns } = await matrixProductRate(engine, plan.network.architecture, plan.microBatch, runs);
  return { seconds: estimatedSeconds(plan, rate), besideRuns };
}
