import type { Training } from '../protocol/training';

const findings = {
  loss: 'The loss is no longer a number',
  gradient: 'The gradient is no longer finite',
  scaled: 'The gradient holds what float16 can not, however small the scale of the loss,',
} as const;

/** Numbers that are not finite end a training: nothing after them means anything. Says what can be changed against it. */
export class DivergedTraining extends Error {
  override readonly name = 'DivergedTraining';

  /** @param peak of the schedule, as it was then */
  constructor(
    found: keyof typeof findings,
    step: number,
    peak: number,
    { warmupEpochs, gradientClipping }: Pick<Training, 'warmupEpochs' | 'gradientClipping'>,
  ) {
    const remedies = [
      ...(found === 'scaled' ? ['set training.precision to bfloat16 or float32'] : []),
      `lower training.optimizer.learningRate (it was ${peak}) to a tenth`,
      ...(warmupEpochs === 0 ? ['set training.warmupEpochs'] : []),
      ...(gradientClipping === null ? ['set training.gradientClipping'] : []),
    ];
    super(`${findings[found]} at step ${step}: ${remedies.join(', or ')}, and run the experiment again.`);
  }
}
