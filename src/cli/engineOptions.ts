import { engineChoices } from '../protocol/engineReport';
import { choice, wholeNumber } from './options';

/** The flags by which a command line chooses what computes. */
export const engineOptions = {
  engine: choice(engineChoices, {
    placeholder: 'ENGINE',
    help: 'What computes, see "visual-tuning engines"; auto is the fastest that was measured, else onnxruntime.',
  }),
  threads: wholeNumber({
    default: undefined,
    minimum: 1,
    maximum: 1024,
    help: 'Threads of the engine; by default as many as the machine has cores.',
  }),
};
