import * as vscode from 'vscode';
import { methods } from '../../methods/catalogue';
import { commandIds } from '../ids';
import { backboneStep } from './backboneStep';
import { added, pathIn } from './draft';
import { type ChosenFolder, chooseFolder, openAfterReload } from './experimentFolder';
import { type NewExperiment, nameProblem, newExperimentText } from './newExperimentFile';
import { type Answer, type Place, inSteps, inputStep, pickStep } from './steps';

const { l10n } = vscode;

/** Asks for name, images, backbone and method of an experiment, writes its file and opens it in the set-up editor. */
export async function newExperiment(memory: vscode.Memento): Promise<void> {
  const folder = await chooseFolder(l10n.t('Choose a Folder for the Experiment'));
  if (!folder) return;
  const files = await vscode.workspace.fs.readDirectory(folder.uri);
  const taken = new Set(files.map(([name]) => name.toLowerCase()));
  const place = (step: number): Place => ({ title: l10n.t('New Experiment'), step, of: 4 });
  const start: NewExperiment = { name: '', data: '', backbone: 'vit-nano', method: 'vpt-deep' };
  const decided = await inSteps(start, [
    draft => nameStep(place(1), draft, taken),
    draft => dataStep(place(2), draft, folder.uri),
    draft => backboneStep(place(3), draft, folder.uri),
    draft => methodStep(place(4), draft),
  ]);
  if (decided) await write(decided, folder, memory);
}

async function write(decided: NewExperiment, { uri, isOpen }: ChosenFolder, memory: vscode.Memento): Promise<void> {
  const file = vscode.Uri.joinPath(uri, `${decided.name}.tuning.json`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(newExperimentText(decided)));
  if (isOpen) await vscode.commands.executeCommand(commandIds.openSetup, file);
  else await openAfterReload(memory, file, uri);
}

async function nameStep(
  place: Place,
  draft: NewExperiment,
  taken: ReadonlySet<string>,
): Promise<Answer<NewExperiment>> {
  const problemOf = (text: string) => {
    switch (nameProblem(text, taken)) {
      case 'empty':
        return l10n.t('Type a name.');
      case 'characters':
        return l10n.t('A name is that of a file: it holds no / \\ : * ? " < > | and begins with no dot.');
      case 'taken':
        return l10n.t('There is a file {0} already: choose another name.', `${text.trim()}.tuning.json`);
      case undefined:
        return undefined;
    }
  };
  const answer = await inputStep(
    place,
    l10n.t('Name of the experiment, and of its file NAME.tuning.json'),
    draft.name,
    problemOf,
  );
  return added(draft, answer, name => ({ name }));
}

async function dataStep(place: Place, draft: NewExperiment, folder: vscode.Uri): Promise<Answer<NewExperiment>> {
  const items = [
    {
      label: `$(folder-opened) ${l10n.t('Browse…')}`,
      description: l10n.t('a folder with one folder of images per class'),
      path: null,
    },
    { label: 'digits', description: l10n.t('sample: 1,797 handwritten digits in 10 classes'), path: 'samples/digits' },
    {
      label: 'solids',
      description: l10n.t('sample: 600 rendered bodies in colour, 6 classes'),
      path: 'samples/solids',
    },
  ];
  const answer = await pickStep(place, l10n.t('Which images?'), items);
  if (typeof answer === 'string' || answer.value.path !== null) {
    return added(draft, answer, ({ path }) => ({ data: path ?? '' }));
  }
  const [images] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Choose the Folder of the Images'),
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: folder,
    })) ?? [];
  // Asked again if nothing was chosen, or no images by class.
  if (!images || !(await hasClasses(images))) return dataStep(place, draft, folder);
  return { value: { ...draft, data: pathIn(folder, images) } };
}

/** Whether a folder has a folder for each of two classes at least; the person is told if not. */
async function hasClasses(images: vscode.Uri): Promise<boolean> {
  const entries = await vscode.workspace.fs.readDirectory(images);
  const folders = entries.filter(([name, type]) => type & vscode.FileType.Directory && !name.startsWith('.'));
  if (folders.length >= 2) return true;
  const message = l10n.t('{0} has no folder of images for each class: choose the folder above those.', images.fsPath);
  await vscode.window.showWarningMessage(message);
  return false;
}

async function methodStep(place: Place, draft: NewExperiment): Promise<Answer<NewExperiment>> {
  const groups = [...new Set(methods.map(({ group }) => group))];
  const items = groups.flatMap(group => [
    { label: group, kind: vscode.QuickPickItemKind.Separator, id: '' },
    ...methods
      .filter(method => method.group === group)
      .map(({ id, title, idea }) => ({ label: title, description: id, detail: idea, id })),
  ]);
  const answer = await pickStep(place, l10n.t('How should the backbone be tuned?'), items);
  return added(draft, answer, ({ id }) => ({ method: id }));
}
