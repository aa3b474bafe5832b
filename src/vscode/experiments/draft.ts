import { isAbsolute, relative, sep } from 'node:path';
import type { Uri } from 'vscode';
import type { NewExperiment } from './newExperimentFile';
import type { Answer } from './steps';

/** The draft with what an answer adds to it; where the person went back or left, that. */
export function added<T>(
  draft: NewExperiment,
  answer: Answer<T>,
  add: (value: T) => Partial<NewExperiment>,
): Answer<NewExperiment> {
  return typeof answer === 'string' ? answer : { value: { ...draft, ...add(answer.value) } };
}

/** A path as it stands in an experiment: relative with slashes where it is inside the folder, else absolute. */
export function pathIn(folder: Pick<Uri, 'fsPath'>, { fsPath }: Pick<Uri, 'fsPath'>): string {
  const path = relative(folder.fsPath, fsPath);
  return path === '' || path.split(sep)[0] === '..' || isAbsolute(path) ? fsPath : path.split(sep).join('/');
}
