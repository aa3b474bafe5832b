import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { extension, until } from './inside';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

suite('activation', () => {
  test('the extension starts by itself once the window has', async () => {
    await until('the extension is active', () => extension().isActive);
    await (
      await extension().exports.workbench()
    ).explorer.ready;
  });

  test('every command of the manifest can be executed', async () => {
    const manifest = extension().packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(declared.length > 20);
    assert.deepEqual(
      declared.filter(command => !registered.has(command)),
      [],
    );
  });

  test('it runs where the files and the processor are', () => {
    assert.equal(extension().extensionKind, vscode.ExtensionKind.Workspace);
  });
});
