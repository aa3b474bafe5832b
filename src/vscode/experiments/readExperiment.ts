import type { Architecture } from '../../backbones/architecture';
import { findSyntaxProblem } from '../../experiments/jsonSyntax';
import { architectureOf, parseExperiment } from '../../experiments/load';
import { selectMethods } from '../../experiments/selections';
import { type MethodSelection, resolveTrainables } from '../../methods/instances';
import type { Experiment } from '../../protocol/experiment';
import { InputError } from '../../protocol/inputError';
import { type TextRange, rangeNamedBy } from './fieldRanges';

/** An experiment that holds together. */
export interface ReadExperiment {
  readonly kind: 'experiment';
  readonly experiment: Experiment;
  readonly architecture: Architecture;
  readonly selections: readonly MethodSelection[];
}

/** The one sentence about why a text is no experiment, and the place that it is about. */
export interface ExperimentProblem {
  readonly kind: 'problem';
  readonly sentence: string;
  readonly range: TextRange;
  /** Whether the text is JSON at all. */
  readonly json: boolean;
}

export type ExperimentReading = ReadExperiment | ExperimentProblem;

/** How the sentences of the reader begin when they name the file: taken off, for the editor shows the file itself. */
const file = 'experiment';
const filePrefix = /^experiment(:\d+:\d+)?: /;

/** What the text of an experiment file says, or what is wrong with it. */
export function readExperiment(text: string): ExperimentReading {
  try {
    const experiment = parseExperiment(text, file);
    const architecture = architectureOf(experiment);
    const selections = selectMethods(experiment);
    // For what it refuses: blocks that the architecture does not have.
    resolveTrainables(architecture, selections);
    return { kind: 'experiment', experiment, architecture, selections };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const sentence = error.message.replace(filePrefix, '');
    const syntax = syntaxRange(text);
    return {
      kind: 'problem',
      sentence,
      range: syntax ?? rangeNamedBy(sentence, text),
      json: syntax === undefined,
    };
  }
}

function syntaxRange(text: string): TextRange | undefined {
  const problem = findSyntaxProblem(text);
  if (problem === undefined) return undefined;
  const linesBefore = text.split('\n').slice(0, problem.line - 1);
  const start = linesBefore.reduce((length, line) => length + line.length + 1, 0) + problem.column - 1;
  return { start, end: start + 1 };
}
