import lora from '../../../samples/digits-lora.tuning.json';
import vptDeep from '../../../samples/digits-vpt-deep.tuning.json';

/** A file to be written for the sample. */
export interface SampleExperiment {
  readonly fileName: string;
  readonly text: string;
}

/** Images at this path, beside the experiment, unpack themselves when they are first read. */
const images = 'samples/digits';

const sampleOf = (experiment: typeof vptDeep | typeof lora): SampleExperiment => ({
  fileName: `${experiment.name}.tuning.json`,
  text: `${JSON.stringify({ ...experiment, data: { ...experiment.data, path: images } }, null, 2)}\n`,
});

/** The experiments of the sample; the first is the one to begin with. */
export const sampleExperiments: readonly [SampleExperiment, ...SampleExperiment[]] = [
  sampleOf(vptDeep),
  sampleOf(lora),
];
