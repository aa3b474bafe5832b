import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { AttentionMessage } from '../../protocol/attentionPanel';
import { InputError } from '../../protocol/inputError';
import { english } from '../english.fixture';
import { type AnsweringPanel, type PageEditor, answerPage } from './answerPage';
import { RunInspection } from './inspection';
import { OwnImages } from './ownImages';

/** A panel whose inspecting process fails as it is told to. */
function panelWith(failure: Error, changes: Partial<PageEditor> = {}) {
  const posted: AttentionMessage[] = [];
  const logged: unknown[] = [];
  const asked: unknown[] = [];
  const inspector = {
    request: async (_: unknown, params: unknown) => {
      asked.push(params);
      throw failure;
    },
  };
  const editor: PageEditor = {
    isTrusted: () => true,
    copy: async () => undefined,
    savePicture: async () => undefined,
    chooseImage: async () => undefined,
    l10n: english,
    logError: error => logged.push(error),
    ...changes,
  };
  const own = new OwnImages();
  const inspection = new RunInspection('/run', inspector);
  const panel: AnsweringPanel = { inspection, own, editor, post: message => posted.push(message) };
  return { panel, posted, logged, asked };
}

const similarity = { type: 'similarity', checkpoint: 'last' } as const;

test('a wrong input is told to the page in its own sentence', async () => {
  const { panel, posted, logged } = panelWith(new InputError('The checkpoint is damaged.'));
  await answerPage(similarity, panel);
  expect(posted).toEqual([{ type: 'problem', kind: 'similarity', sentence: 'The checkpoint is damaged.' }]);
  expect(logged).toEqual([]);
});

test('a failure is told and logged', async () => {
  const failure = new Error('out of memory');
  const { panel, posted, logged } = panelWith(failure);
  await answerPage(similarity, panel);
  expect(posted).toEqual([{ type: 'problem', kind: 'similarity', sentence: 'That did not work: out of memory' }]);
  expect(logged).toEqual([failure]);
});

test('in a folder that is not trusted nothing is computed', async () => {
  const { panel, posted, asked } = panelWith(new Error(), { isTrusted: () => false });
  await answerPage(similarity, panel);
  expect(asked).toEqual([]);
  expect(posted).toMatchObject([{ type: 'problem', kind: 'similarity' }]);
});

test('a dropped image becomes one of the page, whose attention may be asked for', async () => {
  const { panel, posted, asked } = panelWith(new InputError('no image'));
  await answerPage({ type: 'drop', name: 'cat.png', bytes: new Uint8Array([1]) }, panel);
  const [{ file, name }] = panel.own.all;
  expect(posted).toEqual([{ type: 'own', image: { file, name } }]);
  expect(name).toBe('cat.png');
  await answerPage({ type: 'attention', checkpoint: 'last', image: file, head: null }, panel);
  expect(asked).toEqual([{ run: '/run', checkpoint: 'last', image: file, head: null }]);
  await rm(dirname(file), { recursive: true });
});

test('a chosen image is shown, and none if the person thinks better of it', async () => {
  const { panel, posted } = panelWith(new Error(), { chooseImage: async () => '/images/dog.png' });
  await answerPage({ type: 'chooseImage' }, panel);
  await answerPage({ type: 'chooseImage' }, panelWith(new Error()).panel);
  expect(posted).toEqual([{ type: 'own', image: { file: '/images/dog.png', name: 'dog.png' } }]);
});

test('a picture that can not be written is a problem of files, not of attention', async () => {
  const savePicture = async () => {
    throw new InputError('The disk is full.');
  };
  const { panel, posted } = panelWith(new Error(), { savePicture });
  await answerPage({ type: 'savePicture', name: 'a.png', png: new Uint8Array() }, panel);
  expect(posted).toEqual([{ type: 'problem', kind: 'file', sentence: 'The disk is full.' }]);
});
