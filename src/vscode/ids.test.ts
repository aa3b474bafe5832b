import { expect, test } from 'vitest';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
import {
  commandIds,
  contextKeys,
  experimentPattern,
  explorerId,
  productName,
  settings,
  settingsSection,
  viewTypes,
} from './ids';

const { commands, configuration, customEditors, jsonValidation, menus, views } = manifest.contributes;

test('the commands of the manifest are those of the code, under the name of the product', () => {
  expect(commands.map(({ command }) => command)).toEqual(Object.values(commandIds));
  expect(new Set(commands.map(({ category }) => category))).toEqual(new Set([productName]));
});

test('menus offer no command that is not there', () => {
  const offered = Object.values(menus).flatMap(items => items.map(({ command }) => command));
  expect(offered.filter(id => !Object.values<string>(commandIds).includes(id))).toEqual([]);
});

test('what starts, steers or deletes a run needs a workspace that is trusted, wherever it is offered', () => {
  const ids = ['run', 'resume', 'stop', 'pause', 'continue', 'setLearningRate', 'deleteRun', 'trySample'] as const;
  for (const id of ids) {
    const declared = commands.find(({ command }) => command === commandIds[id]);
    expect(declared && 'enablement' in declared ? declared.enablement : '', id).toContain('isWorkspaceTrusted');
  }
  const items = Object.values(menus).flat();
  const run = items.filter(({ command }) => command === commandIds.run);
  expect(run.length).toBeGreaterThan(1);
  expect(run.every(({ when }) => when.includes('isWorkspaceTrusted'))).toBe(true);
});

test('every panel wakes the extension when it is restored, and the set-up is an editor of experiment files', () => {
  const { setup, ...panels } = viewTypes;
  const awaited = Object.values(panels).map(type => `onWebviewPanel:${type}`);
  expect(manifest.activationEvents).toEqual(expect.arrayContaining(awaited));
  expect(customEditors.map(({ viewType }) => viewType)).toEqual([setup]);
});

test('the explorer is the view of the manifest, and context keys are the ones that it asks for', () => {
  expect(views.visualTuning.map(({ id }) => id)).toEqual([explorerId]);
  const asked = [...JSON.stringify(manifest).matchAll(/visualTuning\.(filtered|hasExperiments)/g)].map(([key]) => key);
  expect(Object.values<string>(contextKeys)).toEqual(expect.arrayContaining(asked));
});

test('the settings of the manifest are those of the code', () => {
  const declared = Object.keys(configuration.properties);
  expect(declared).toEqual(Object.values(settings).map(name => `${settingsSection}.${name}`));
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
