import { engineChoices } from '../engines/engines';
import { choice, wholeNumber } from './options';

/** The flags by which a command line chooses what computes. */
export const engineOptions = {
  engine: choice(engineChoices, {
    help: 'What computes, see "visual-tuning engines"; auto is the fastest that was measured, else ONNX Runtime.',
  }),
  threads: wholeNumber({
    default: undefined,
    minimum: 1,
    maximum: 1024,
    help: 'Threads of the engine; by default as many as the machine has cores.',
  }),
};
