import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { clearWorkspace, experimentText, replaceInFile, until, writeExperiment } from './inside';

const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

suite('the set-up editor', () => {
  suiteTeardown(clearWorkspace);

  test('it opens beside the text, follows it, and an edit is undone from either', async () => {
    const file = await writeExperiment('in-setup', experimentText('in-setup'));
    await vscode.commands.executeCommand('visualTuning.openSetup', file);
    const input = await until('the set-up is the active editor', () => {
      const input = activeInput();
      return input instanceof vscode.TabInputCustom && input;
    });
    assert.deepEqual([input.viewType, input.uri.fsPath], ['visualTuning.setup', file.fsPath]);

    const document = await vscode.workspace.openTextDocument(file);
    const before = document.getText();
    await replaceInFile(file, '"prompts": 10', '"prompts": 25');
    assert.match(document.getText(), /"prompts": 25/);
    assert.ok(document.isDirty);
    assert.ok(activeInput() instanceof vscode.TabInputCustom, 'the set-up stays in front');
    await vscode.commands.executeCommand('undo');
    await until('the edit is undone', () => document.getText() === before);
    await vscode.commands.executeCommand('redo');
    await until('the edit is made again', () => document.getText().includes('"prompts": 25'));

    await vscode.commands.executeCommand('visualTuning.openAsText');
    await until('the text is the active editor', () => activeInput() instanceof vscode.TabInputText);
    await vscode.commands.executeCommand('undo');
    await until('the edit is undone from the text', () => document.getText() === before);
  });
});
