import { expect, test } from 'vitest';
import { InputError } from '../../protocol/inputError';
import { hubNameText, isHubName, parseHubName } from './hubName';

test.each([
  ['hf:timm/vit_base_patch16_224.augreg_in21k', 'timm/vit_base_patch16_224.augreg_in21k', 'main'],
  ['hf:facebook/dinov2-base@refs/pr/3', 'facebook/dinov2-base', 'refs/pr/3'],
  ['hf:a/b@v1.0-rc+1', 'a/b', 'v1.0-rc+1'],
])('%s names a model and a revision, and is written the same way', (text, repository, revision) => {
  expect(isHubName(text)).toBe(true);
  expect(parseHubName(text)).toEqual({ repository, revision });
  expect(hubNameText(parseHubName(text))).toBe(text);
});

test.each([
  'org/name',
  'hf:name',
  'hf:',
  'hf:a/b/c',
  'hf:../b',
  'hf:a/..',
  'hf:a/b--c',
  'hf:a/b.',
  'hf:a b/c',
  'hf:a/b?x',
  'hf:a/b@c@d',
  `hf:a/${'b'.repeat(97)}`,
])('%s is refused with the form that a name has', text => {
  expect(() => parseHubName(text)).toThrow(InputError);
  expect(() => parseHubName(text)).toThrow('write hf:organization/name or hf:organization/name@revision.');
});

test.each(['', '..', 'a/../../b', '/a', 'a/', '.git', 'a\\b', 'a:b', 'x'.repeat(201)])(
  'the revision "%s" is refused',
  revision => {
    expect(() => parseHubName(`hf:a/b@${revision}`)).toThrow(/can't be a revision: name a branch, a tag or a commit/);
  },
);
