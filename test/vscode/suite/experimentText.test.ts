import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { clearWorkspace, experimentText, openAsText, replaceInFile, until, writeExperiment } from './inside';

suite('an experiment file as text', () => {
  let document: vscode.TextDocument;
  suiteSetup(async () => {
    document = await openAsText(await writeExperiment('as-text', experimentText('as-text')));
  });
  suiteTeardown(clearWorkspace);

  const placeOf = (words: string, offset = 0) => {
    const at = document.getText().indexOf(words);
    assert.ok(at >= 0, `the file says ${words}`);
    return document.positionAt(at + offset);
  };
  const replaced = (words: string, others: string) => replaceInFile(document.uri, words, others);
  const completionsAt = (place: vscode.Position) =>
    vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, place);
  const labelsOf = ({ items }: vscode.CompletionList) =>
    items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  const problems = () =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Visual Tuning');

  test('fields are offered where one is typed', async () => {
    const labels = await until('fields of the training are offered', async () => {
      const found = labelsOf(await completionsAt(placeOf('"batchSize"', 1)));
      return found.some(label => label.includes('gradientClipping')) && found;
    });
    assert.ok(
      !labels.some(label => label.includes('backbone')),
      'fields of the whole experiment are not offered within its training',
    );
  });

  test('methods are offered by their ids', async () => {
    const before = document.getText();
    const method = before.slice(before.indexOf('"method"'), before.indexOf('"training"'));
    await replaced(method, '"method": { "id": "" }, ');
    const labels = await until('methods are offered', async () => {
      const found = labelsOf(await completionsAt(placeOf('"id": ""', '"id": "'.length)));
      return found.some(label => label.includes('lora')) && found;
    });
    await replaced('"method": { "id": "" }, ', method);
    for (const method of ['vpt-shallow', 'vpt-deep', 'lora']) {
      assert.ok(
        labels.some(label => label.includes(method)),
        `${method} is among ${labels.join(', ')}`,
      );
    }
  });

  test('a field says what it is on hover', async () => {
    const words = await until('the hover says something', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        placeOf('"batchSize"', 3),
      );
      const said = hovers.flatMap(({ contents }) =>
        contents.map(part => (typeof part === 'string' ? part : part.value)),
      );
      return said.join('').trim();
    });
    assert.match(words, /image|batch/i);
  });

  test('a mistake is marked at its field, and the mark goes when it is mended', async () => {
    await replaced('"epochs": 30', '"epochs": -3');
    const [problem] = await until('the mistake is marked', () => problems().length > 0 && problems());
    assert.match(problem.message, /epochs/);
    assert.equal(document.getText(problem.range), '"epochs": -3');
    await replaced('"epochs": -3', '"epochs": 30');
    await until('the mark is gone', () => problems().length === 0);
  });

  test('a field that there is not is marked, and what was meant is named', async () => {
    await replaced('"prompts": 10', '"promts": 10');
    const [problem] = await until('the mistake is marked', () => problems().length > 0 && problems());
    assert.match(problem.message, /promts/);
    assert.match(problem.message, /prompts/);
    await replaced('"promts": 10', '"prompts": 10');
    await until('the mark is gone', () => problems().length === 0);
  });

  test('Run, Forecast and Open metrics stand above it', async () => {
    const lenses = await until('lenses are there', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return found.length > 0 && found;
    });
    const shown = lenses.map(({ command }) => [command?.title.replace(/^\$\([a-z-]+\) /, ''), command?.command]);
    assert.deepEqual(shown, [
      ['Run', 'visualTuning.run'],
      ['Forecast', 'visualTuning.forecast'],
      ['Open metrics', 'visualTuning.openMetrics'],
    ]);
  });
});
