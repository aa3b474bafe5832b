import { expect, test } from 'vitest';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
import { commandIds, experimentPattern, productName, viewTypes } from './ids';

const { commands, menus, jsonValidation } = manifest.contributes;

test('the commands of the manifest are those of the code, under the name of the product', () => {
  expect(commands.map(({ command }) => command)).toEqual(Object.values(commandIds));
  expect(new Set(commands.map(({ category }) => category))).toEqual(new Set([productName]));
});

test('menus offer no command that is not there', () => {
  const offered = Object.values(menus).flatMap(items => items.map(({ command }) => command));
  expect([...new Set(offered)].sort()).toEqual(Object.values(commandIds).sort());
});

test('running needs a workspace that is trusted, wherever it is offered', () => {
  const run = [...Object.values(menus).flat(), ...commands].filter(({ command }) => command === commandIds.run);
  expect(run.length).toBeGreaterThan(1);
  expect(run.every(item => ('when' in item ? item.when : item.enablement)?.includes('isWorkspaceTrusted'))).toBe(true);
});

test('every panel wakes the extension when it is restored', () => {
  const panels = Object.values(viewTypes).map(type => `onWebviewPanel:${type}`);
  expect(manifest.activationEvents).toEqual(expect.arrayContaining(panels));
});

test('the schema completes the files that the code watches', () => {
  expect(jsonValidation).toEqual([
    { fileMatch: experimentPattern.replace('**/', ''), url: './schemas/tuning.schema.json' },
  ]);
});

test('every text that the manifest names is there, and no other', () => {
  const named = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(Object.keys(texts).sort());
});
