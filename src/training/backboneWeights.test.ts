import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findArchitecture } from '../backbones/architecture';
import { loadBackboneWeights } from './backboneWeights';

const media = fileURLToPath(new URL('../../media', import.meta.url));
const architecture = findArchitecture('vit-nano');

test('the embedded backbone is read from what is shipped, whatever the seed', async () => {
  const one = await loadBackboneWeights(architecture, 'embedded:vit-nano', { seed: 0, mediaFolder: media });
  const other = await loadBackboneWeights(architecture, 'embedded:vit-nano', { seed: 1, mediaFolder: media });
  expect(one.checkpoint?.path).toBe('embedded:vit-nano');
  expect(one.head).toBeNull();
  expect(other.fingerprint).toBe(one.fingerprint);
});

test('without a checkpoint the weights depend on the seed, and a note says that they are random', async () => {
  const one = await loadBackboneWeights(architecture, null, { seed: 0, mediaFolder: media });
  const other = await loadBackboneWeights(architecture, null, { seed: 1, mediaFolder: media });
  expect(one.checkpoint).toBeNull();
  expect(one.notes.join()).toContain('random');
  expect(other.fingerprint).not.toBe(one.fingerprint);
});
